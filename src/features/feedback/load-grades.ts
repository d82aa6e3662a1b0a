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
  /** The place of each in the order in which people's judgements came, ascending. */
  readonly position: Float64Array<ArrayBuffer>;
};

/**
 * The grades of a window, packed by the database: 17 bytes a grade in three values per group, in the order in which they came.
 * Rows would cost ten times as long to read, and hold up whatever else the process does meanwhile. 50 000 grades take some
 * 100 ms of the database and 5 of ours.
 */
export async function loadGrades(db: Db, window: Window): Promise<GradeGroup[]> {
  const { text, values } = gradesIn(window);
  const rows = await db.rows<GroupRow>({
    text: `select policy_version_id, stratum, routed, audited, inclusion_probability, slice,
        count(*)::integer as count,
        (count(*) filter (where state = 'provisional'))::integer as provisional,
        (count(*) filter (where simulated))::integer as simulated,
        string_agg(float8send(confidence), ''::bytea order by position) as confidence,
        string_agg(float8send(position::double precision), ''::bytea order by position) as position,
        string_agg(case when wrong then '\\x01'::bytea else '\\x00'::bytea end, ''::bytea order by position) as wrong
      ${text}
      group by policy_version_id, stratum, routed, audited, inclusion_probability, slice
      order by policy_version_id, stratum, routed, audited, inclusion_probability, slice`,
    values,
  });
  return rows.map((row) => ({
    policyVersionId: row.policy_version_id,
    stratum: row.stratum,
    routed: row.routed,
    audited: row.audited,
    probability: row.inclusion_probability,
    slice: row.slice,
    count: row.count,
    provisional: row.provisional,
    simulated: row.simulated,
    confidence: doublesOf(row.confidence),
    position: doublesOf(row.position),
    wrong: new Uint8Array(row.wrong),
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
  confidence: Buffer;
  position: Buffer;
  wrong: Buffer;
};

/** The database sends the high byte first; the machines we run on keep the low one first. */
function doublesOf(bytes: Buffer): Float64Array<ArrayBuffer> {
  return new Float64Array(new Uint8Array(bytes.swap64()).buffer);
}
