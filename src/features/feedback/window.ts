import { slicedField } from '../../core/use-cases/slice.ts';
import { type Sql, sql } from '../../db/sql.ts';

/** Which decisions are meant: of one model version, recorded at or after `from` and before `before`. */
export type Window = {
  readonly useCaseId: string;
  readonly modelVersionId: string;
  readonly from: Date | null;
  readonly before: Date | null;
  /** Parts the answer: `label` or `metadata.<field>`. */
  readonly sliceBy: string | null;
  /** Only this slice. */
  readonly slice: string | null;
  /** Only labels that stand in the ledger up to this position, so that a second look sees what the first one saw. */
  readonly labelsUpTo?: number | undefined;
};

/**
 * `from grade … where …`, with the slice as a column named `slice`. What has no such field is in the slice null.
 */
export function gradesIn({ sliceBy, ...window }: Window): Sql {
  const { text, values } = sql`
    cross join lateral (
      select case ${sliceBy}::text when 'label' then predicted_class else metadata ->> ${sliceBy === null ? null : slicedField(sliceBy)} end as slice
    ) as sliced
    where use_case_id = ${window.useCaseId} and model_version_id = ${window.modelVersionId}
      and (${window.from}::timestamptz is null or recorded_at >= ${window.from}::timestamptz)
      and (${window.before}::timestamptz is null or recorded_at < ${window.before}::timestamptz)
      and (${window.slice}::text is null or slice = ${window.slice}::text)
      and (${window.labelsUpTo ?? null}::bigint is null or position <= ${window.labelsUpTo ?? null}::bigint)`;
  return { text: `from grade ${text}`, values };
}
