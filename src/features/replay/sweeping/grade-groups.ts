import type { GradeGroup } from '../../../core/replay/sweep.ts';
import type { FieldType } from '../../../core/use-cases/use-case.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';

export type GradesAsked = {
  useCaseId: string;
  fromMs: number;
  beforeMs: number;
  sliceBy: string | null;
  /** Of the metadata field it is sliced by. */
  fieldType: FieldType | null;
};

type Row = {
  policy_version_id: string;
  stratum: string;
  routed: boolean;
  inclusion_probability: number;
  model_version_id: string;
  slice: string | null;
  packed: Buffer;
};

/** The grades of a window by how they were sampled and by slice, packed by the database: rows would take ten times as long. */
export async function gradeGroups(db: Db, asked: GradesAsked): Promise<GradeGroup[]> {
  const field = asked.sliceBy?.startsWith('metadata.') ? asked.sliceBy.slice('metadata.'.length) : null;
  const rows = await db.rows<Row>(sql`
    select policy_version_id, stratum, routed, inclusion_probability, model_version_id, slice,
      string_agg(float8send(confidence) || case when wrong then '\\x01'::bytea else '\\x00'::bytea end, ''::bytea) as packed
    from grade
    cross join lateral (
      select case ${asked.sliceBy}::text
        when 'label' then predicted_class
        when 'model' then model_version_id::text
        else metadata ->> ${field} end as slice) as sliced
    where use_case_id = ${asked.useCaseId}
      and recorded_at >= ${new Date(asked.fromMs)}
      and recorded_at < ${new Date(asked.beforeMs)}
    group by policy_version_id, stratum, routed, inclusion_probability, model_version_id, slice`);
  return rows.map((row) => ({
    design: {
      policyVersionId: row.policy_version_id,
      stratum: row.stratum,
      inclusionProbability: row.inclusion_probability,
      route: row.routed ? 'hold' : 'release',
    },
    modelVersionId: row.model_version_id,
    slice: sliceValue(row.slice, asked.fieldType),
    ...unpack(row.packed),
  }));
}

/** As segments hold it: numbers are sliced by their order of magnitude. */
function sliceValue(text: string | null, type: FieldType | null): GradeGroup['slice'] {
  return text !== null && (type === 'number' || type === 'integer') ? Number(text) : text;
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
