import { microUnits } from './micro-units.ts';
import type { Columns } from './observations.ts';

/** Labels by what brought the decision to people. Where a bin has none of one kind, its page must say so. */
export type Sources = {
  /** Only the audit draw: a random sample of what was released. */
  readonly audited: number;
  /** A rule, or a person: whatever is sent to people anyway. */
  readonly routed: number;
};

/**
 * Labels by source, per group of confidence (0 to groups − 1); null where the source is not known. Columns must be
 * usable. Linear.
 */
export function countSources(
  columns: Columns,
  groups: number,
  groupOf: (unit: number) => number,
): Sources[] | null {
  if (!columns.audited) return null;
  const counts = Array.from({ length: groups }, () => ({ audited: 0, routed: 0 }));
  for (let label = 0; label < columns.audited.length; label += 1) {
    const count = counts[groupOf(microUnits(columns.confidence[label] ?? 0) ?? 0)];
    if (count) count[columns.audited[label] === 1 ? 'audited' : 'routed'] += 1;
  }
  return counts;
}
