export const sourceOptions = [
  { value: 'graded', label: 'everything judged, weighted' },
  { value: 'audited', label: 'the audit sample alone' },
] as const;

const dayMs = 86_400_000;
const spans = [
  { value: '1', label: 'last day' },
  { value: '7', label: 'last 7 days' },
  { value: '30', label: 'last 30 days' },
  { value: '90', label: 'last 90 days' },
] as const;

/** What a window can be; one that came with the address stays choosable as it is. */
export function windowOptions(own: boolean): { value: string; label: string }[] {
  return [
    { value: 'ever', label: 'at any time' },
    ...spans,
    ...(own ? [{ value: 'own', label: 'as chosen' }] : []),
  ];
}

/** The window of a choice; it begins at a full hour, so that the same address shows the same numbers for a while. */
export function windowOf(choice: string, nowMs: number): { from: string | undefined; before: undefined } {
  const days = Number(choice);
  if (!Number.isFinite(days) || days <= 0) return { from: undefined, before: undefined };
  const hourMs = 3_600_000;
  const fromMs = Math.floor((nowMs - days * dayMs) / hourMs) * hourMs;
  return { from: new Date(fromMs).toISOString(), before: undefined };
}
