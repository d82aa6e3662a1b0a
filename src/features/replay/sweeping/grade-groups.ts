import type { GradeGroup } from '../../../core/replay/sweep.ts';
import { slicedField } from '../../../core/use-cases/slice.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';

export type GradesAsked = {
  useCaseId: string;
  fromMs: number;
  beforeMs: number;
  sliceBy: string | null;
};

type Row = {
  policy_version_id: string;
  stratum: string;
  routed: boolean;
  inclusion_probability: number;
  model_version_id: string;
  slice: string | null;
  is_number: boolean;
  packed: Buffer;
};

/** The grades of a window by how they were sampled and by slice, packed by the database: rows would take ten times as long. */
export async function gradeGroups(db: Db, asked: GradesAsked): Promise<GradeGroup[]> {
  const field = asked.sliceBy === null ? null : slicedField(asked.sliceBy);
  const rows = await db.rows<Row>(sql`
    select policy_version_id, stratum, routed, inclusion_probability, model_version_id, slice, is_number,
      string_agg(float8send(confidence) || case when wrong then '\\x01'::bytea else '\\x00'::bytea end, ''::bytea) as packed
    from grade
    cross join lateral (
      select case ${asked.sliceBy}::text
        when 'label' then predicted_class
        when 'model' then model_version_id::text
        else metadata ->> ${field} end as slice,
        coalesce(jsonb_typeof(metadata -> ${field}) = 'number', false) as is_number) as sliced
    where use_case_id = ${asked.useCaseId}
      and recorded_at >= ${new Date(asked.fromMs)}
      and recorded_at < ${new Date(asked.beforeMs)}
    group by policy_version_id, stratum, routed, inclusion_probability, model_version_id, slice, is_number`);
  return rows.map((row) => ({
    design: {
      policyVersionId: row.policy_version_id,
      stratum: row.stratum,
      inclusionProbability: row.inclusion_probability,
      route: row.routed ? 'hold' : 'release',
    },
    modelVersionId: row.model_version_id,
    // As segments hold it, whatever the field's type is by now: numbers are sliced by their order of magnitude.
    slice: row.is_number ? Number(row.slice) : row.slice,
    ...unpack(row.packed),
  }));
}

const gradeBytes = 9;

function unpack(packed: Buffer): { confidence: Float64Array; wrong: Uint8Array } {
  const count = packed.length / gradeBytes;
  const confidence = new Float64Array(count);
  const wrong = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    confidence[i] = packed.readDoubleBE(i * gradeBytes);
    wrong[i] = packed[i * gradeBytes + 8] ?? 0;
  }
  return { confidence, wrong };
}
