export const sourceOptions = [
  { value: 'graded', label: 'everything judged, weighted' },
  { value: 'audited', label: 'the audit sample alone' },
] as const;
