import type { DifferenceCount, DifferenceExample } from '../../../core/replay/count-differences.ts';
import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';

export type Differences = { counts: readonly DifferenceCount[]; examples: readonly DifferenceExample[] };

const examplesOfEach = 10;

/** Adds what a shadow did otherwise to its counts, and keeps some examples of each kind. */
export async function addDifferences(
  tx: Tx,
  shadowId: string,
  { counts, examples }: Differences,
): Promise<void> {
  if (counts.length > 0) await addCounts(tx, shadowId, counts);
  if (examples.length > 0) await addExamples(tx, shadowId, lowest(examples));
}

async function addCounts(tx: Tx, shadowId: string, counts: readonly DifferenceCount[]): Promise<void> {
  await tx.run(sql`
    insert into shadow_tally (shadow_id, hour, slice, live_route, shadow_route, other_label, decisions)
    select ${shadowId}::uuid, given.*
    from unnest(${counts.map(({ hourMs }) => new Date(hourMs).toISOString())}::timestamptz[],
      ${counts.map(({ slice }) => JSON.stringify(slice))}::text[], ${counts.map(({ live }) => live)}::text[],
      ${counts.map(({ shadow }) => shadow)}::text[], ${counts.map(({ otherLabel }) => otherLabel)}::boolean[],
      ${counts.map(({ decisions }) => decisions)}::bigint[]) as given
    on conflict (shadow_id, hour, slice, live_route, shadow_route, other_label)
    do update set decisions = shadow_tally.decisions + excluded.decisions`);
}

/** Of one batch: what is not among its lowest is not among the lowest of all. */
function lowest(examples: readonly DifferenceExample[]): DifferenceExample[] {
  const kept = new Map<string, number>();
  return examples
    .toSorted((one, other) => one.rank - other.rank)
    .filter(({ live, shadow, otherLabel }) => {
      const kind = `${live} ${shadow} ${otherLabel}`;
      const count = (kept.get(kind) ?? 0) + 1;
      kept.set(kind, count);
      return count <= examplesOfEach;
    });
}

async function addExamples(tx: Tx, shadowId: string, examples: readonly DifferenceExample[]): Promise<void> {
  await tx.run(sql`
    insert into shadow_example (shadow_id, decision_id, shadow_decision_id, slice, live_route, shadow_route, other_label,
      rank)
    select ${shadowId}::uuid, given.*
    from unnest(${examples.map((one) => one.decisionId)}::uuid[], ${examples.map((one) => one.shadowDecisionId)}::uuid[],
      ${examples.map((one) => JSON.stringify(one.slice))}::text[], ${examples.map((one) => one.live)}::text[],
      ${examples.map((one) => one.shadow)}::text[], ${examples.map((one) => one.otherLabel)}::boolean[],
      ${examples.map((one) => one.rank)}::float8[]) as given
    on conflict (shadow_id, decision_id) do nothing`);
  await tx.run(sql`
    delete from shadow_example
    using (
      select decision_id,
        row_number() over (partition by live_route, shadow_route, other_label order by rank, decision_id) as place
      from shadow_example
      where shadow_id = ${shadowId}) as placed
    where shadow_example.shadow_id = ${shadowId}
      and shadow_example.decision_id = placed.decision_id
      and placed.place > ${examplesOfEach}`);
}
