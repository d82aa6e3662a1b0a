import type { Overview } from '../../../contract/overview.ts';
import type { SplitPart } from '../../ui/SplitBar.tsx';

const kinds = [
  { kind: 'approve', name: 'Approved', tone: 'released' },
  { kind: 'edit', name: 'Edited', tone: 'changed' },
  { kind: 'reject', name: 'Rejected', tone: 'refused' },
  { kind: 'cannot-decide', name: 'Passed on', tone: 'neutral' },
] as const;

/** Verdicts in a fixed order, those nobody gave included. */
export function verdictParts(verdicts: Overview['verdicts']): SplitPart[] {
  return kinds.map(({ kind, name, tone }) => ({
    name,
    tone,
    count: verdicts.find((verdict) => verdict.kind === kind)?.total ?? 0,
  }));
}
