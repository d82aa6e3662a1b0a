import type { Db } from '../../db/database.ts';
import { gradesIn, type Window } from './window.ts';

/** Grades of decisions that were sampled alike, as columns. */
export type GradeGroup = {
  readonly policyVersionId: string;
  readonly stratum: string;
  readonly routed: boolean;
  readonly audited: boolean;
  readonly probability: number;
  readonly slice: string | null;
  readonly count: number;
  readonly provisional: number;
  readonly simulated: number;
  readonly confidence: Float64Array<ArrayBuffer>;
  readonly wrong: Uint8Array<ArrayBuffer>;
  /** The order in which people's judgements came. */
  readonly position: Float64Array<ArrayBuffer>;
};

/**
 * The grades of a window, packed by the database: 17 bytes a grade in one value per group. Rows would cost ten times as
 * long to read, and hold up whatever else the process does meanwhile. 50 000 grades take some 60 ms of the database and 10 of
 * ours.
 */
export async function loadGrades(db: Db, window: Window): Promise<GradeGroup[]> {
  const { text, values } = gradesIn(window);
  const rows = await db.rows<GroupRow>({
    text: `select policy_version_id, stratum, routed, audited, inclusion_probability, slice,
        count(*)::integer as count,
        (count(*) filter (where state = 'provisional'))::integer as provisional,
        (count(*) filter (where simulated))::integer as simulated,
        string_agg(float8send(confidence) || float8send(position::double precision)
          || case when wrong then '\\x01'::bytea else '\\x00'::bytea end, ''::bytea) as packed
      ${text}
      group by policy_version_id, stratum, routed, audited, inclusion_probability, slice
      order by policy_version_id, stratum, routed, audited, inclusion_probability, slice`,
    values,
  });
  return rows.map(({ packed, ...row }) => ({
    policyVersionId: row.policy_version_id,
    stratum: row.stratum,
    routed: row.routed,
    audited: row.audited,
    probability: row.inclusion_probability,
    slice: row.slice,
    count: row.count,
    provisional: row.provisional,
    simulated: row.simulated,
    ...unpack(packed, row.count),
  }));
}

type GroupRow = {
  policy_version_id: string;
  stratum: string;
  routed: boolean;
  audited: boolean;
  inclusion_probability: number;
  slice: string | null;
  count: number;
  provisional: number;
  simulated: number;
  packed: Buffer;
};

const gradeBytes = 17;

function unpack(packed: Buffer, count: number) {
  const confidence = new Float64Array(count);
  const position = new Float64Array(count);
  const wrong = new Uint8Array(count);
  for (let i = 0; i < count; i += 1) {
    confidence[i] = packed.readDoubleBE(i * gradeBytes);
    position[i] = packed.readDoubleBE(i * gradeBytes + 8);
    wrong[i] = packed[i * gradeBytes + 16] ?? 0;
  }
  return { confidence, position, wrong };
}
