import type { ValidationSet } from '../../../contract/validation-sets.ts';
import type { Db } from '../../../db/database.ts';
import type { ValidationSetRow } from '../../../db/rows.ts';
import { decodeCursor, pageOf } from '../../../platform/page.ts';
import { unknownSet } from './load-validation-set.ts';

type SetRow = ValidationSetRow & { importer: string | null };

const columns = `validation_set_id, use_case_id, model_version_id, validation_set.name, row_count, wrong_count,
  labelled, metadata_fields, sha256, coalesce(person.name, api_key.name) as importer, imported_at, removed_at`;
const source = `validation_set
  left join person on person.person_id = imported_by
  left join api_key on api_key.api_key_id = imported_by_key`;

export async function listValidationSets(
  db: Db,
  query: { useCaseId: string; modelVersionId?: string; cursor?: string; limit?: number },
) {
  const limit = query.limit ?? 50;
  const [below] = decodeCursor(query.cursor, ['uuid']) ?? [null];
  const rows = await db.rows<SetRow>({
    text: `select ${columns} from ${source}
      where use_case_id = $1 and ($2::uuid is null or model_version_id = $2)
        and ($3::uuid is null or validation_set_id < $3)
      order by validation_set_id desc limit $4`,
    values: [query.useCaseId, query.modelVersionId ?? null, below, limit + 1],
  });
  return pageOf(rows, limit, { keys: (row) => [row.validation_set_id], item: asValidationSet });
}

export async function getValidationSet(db: Db, validationSetId: string): Promise<ValidationSet> {
  const row = await db.row<SetRow>({
    text: `select ${columns} from ${source} where validation_set_id = $1`,
    values: [validationSetId],
  });
  if (!row) throw unknownSet(validationSetId);
  return asValidationSet(row);
}

function asValidationSet(row: SetRow): ValidationSet {
  return {
    validationSetId: row.validation_set_id,
    useCaseId: row.use_case_id,
    modelVersionId: row.model_version_id,
    name: row.name,
    rows: row.row_count,
    wrong: row.wrong_count,
    labels: row.labelled,
    metadataFields: row.metadata_fields,
    sha256: row.sha256.toString('hex'),
    importedBy: row.importer ?? '',
    importedAt: row.imported_at.toISOString(),
    removedAt: row.removed_at?.toISOString() ?? null,
  };
}
