// What the grades speak for: the decisions of a window, whether judged or not. The only place that counts decisions.
import type { Db } from '../../db/database.ts';
import { inWindow, type Window } from './window.ts';

/** Decisions that were sampled alike. */
export type PopulationGroup = {
  readonly policyVersionId: string;
  readonly stratum: string;
  readonly routed: boolean;
  /** Of being judged: 1 where a rule sends them to people. */
  readonly probability: number;
  readonly slice: string | null;
  readonly decisions: number;
  /** Of them, those the audit drew, whatever the route. */
  readonly drawn: number;
};

/** How many decisions there are, by how they were sampled. Those of models that run in shadow are none. */
export async function countDecisions(db: Db, window: Window): Promise<PopulationGroup[]> {
  const { text, values } = inWindow('decision', window);
  const rows = await db.rows<{
    policy_version_id: string;
    stratum: string;
    routed: boolean;
    inclusion_probability: number;
    slice: string | null;
    decisions: number;
    drawn: number;
  }>({
    text: `select policy_version_id, stratum, route <> 'release' as routed, inclusion_probability, slice,
        count(*)::integer as decisions, (count(*) filter (where audited))::integer as drawn
      ${text} and route <> 'shadow'
      group by 1, 2, 3, 4, 5
      order by 1, 2, 3, 4, 5`,
    values,
  });
  return rows.map((row) => ({
    policyVersionId: row.policy_version_id,
    stratum: row.stratum,
    routed: row.routed,
    probability: row.inclusion_probability,
    slice: row.slice,
    decisions: row.decisions,
    drawn: row.drawn,
  }));
}

/** How many decisions of a slice had each confidence, ascending. */
export type ConfidenceHistogram = {
  readonly slice: string | null;
  readonly confidence: Float64Array<ArrayBuffer>;
  readonly counts: Float64Array<ArrayBuffer>;
};

const cellBytes = 8;

/**
 * The confidences of a window without a look at any label, in steps of a ten-thousandth, and of a millionth from 0.99 on, where
 * models crowd: at most 20 000 cells a slice, however many decisions. Each stands at its lower edge, so that a
 * threshold there releases exactly what is counted from it on.
 */
export async function confidenceHistograms(db: Db, window: Window): Promise<ConfidenceHistogram[]> {
  const { text, values } = inWindow('decision', window);
  const rows = await db.rows<{ slice: string | null; packed: Buffer }>({
    text: `select slice, string_agg(int4send(cell) || int4send(decisions), ''::bytea order by cell) as packed
      from (
        select slice, case when micros >= 990000 then micros else micros - micros % 100 end as cell,
          count(*)::integer as decisions
        from (select slice, round(confidence * 1000000)::integer as micros ${text} and route <> 'shadow') as scored
        group by 1, 2) as cells
      group by slice
      order by slice`,
    values,
  });
  return rows.map(({ slice, packed }) => {
    const cells = packed.length / cellBytes;
    const confidence = new Float64Array(cells);
    const counts = new Float64Array(cells);
    for (let cell = 0; cell < cells; cell += 1) {
      confidence[cell] = packed.readInt32BE(cell * cellBytes) / 1e6;
      counts[cell] = packed.readInt32BE(cell * cellBytes + 4);
    }
    return { slice, confidence, counts };
  });
}

/** When the first and the last decision of a window were recorded; null when there is none. */
export async function spanOf(db: Db, window: Window): Promise<{ first: Date; last: Date } | null> {
  const { text, values } = inWindow('decision', window);
  const row = await db.row<{ first: Date | null; last: Date | null }>({
    text: `select min(recorded_at) as first, max(recorded_at) as last ${text} and route <> 'shadow'`,
    values,
  });
  return row?.first && row.last ? { first: row.first, last: row.last } : null;
}
