export const views = [
  { value: 'rules', label: 'Rules' },
  { value: 'text', label: 'JSON' },
  { value: 'changes', label: 'Changes' },
] as const;
export type View = (typeof views)[number]['value'];
