import type { Static } from 'typebox';
import type { UseCase } from '../../contract/use-cases.ts';
import { compileMetadataCheck, type MetadataCheck } from '../../core/use-cases/check-metadata.ts';
import type { PolicySubject } from '../../core/use-cases/use-case.ts';
import type { Db } from '../../db/database.ts';
import type * as rows from '../../db/rows.ts';
import { type Sql, sql } from '../../db/sql.ts';
import { decodeCursor, pageOf } from '../../platform/page.ts';
import { Refusal } from '../../platform/refusal.ts';

export type UseCaseAnswer = Static<typeof UseCase>;

type UseCaseRow = rows.UseCaseRow & {
  owner_name: string;
  classes: UseCaseAnswer['classes'];
  asker_name: string | null;
  metadata_fields: UseCaseAnswer['metadataFields'];
  reason_codes: UseCaseAnswer['reasonCodes'];
};

const columns = `use_case_id, slug, use_case.name, description, owner_id, person.name as owner_name, risk_class,
  output_kind, classes, metadata_fields, reason_codes, guideline, undo_seconds, lease_seconds, use_case.created_at,
  archived_at, use_case.revision, lower_risk_to, lower_risk_asked_by, lower_risk_asked_at,
  asker.name as asker_name`;
const source = `use_case
  join person on person.person_id = owner_id
  left join person asker on asker.person_id = lower_risk_asked_by`;

export async function listUseCases(db: Db, query: { cursor?: string; limit?: number }) {
  const limit = query.limit ?? 50;
  const [afterSlug] = decodeCursor(query.cursor, ['text']) ?? [''];
  const rows = await db.rows<UseCaseRow>({
    text: `select ${columns} from ${source} where slug > $1 order by slug limit $2`,
    values: [afterSlug, limit + 1],
  });
  return pageOf(rows, limit, { keys: (row) => [row.slug], item: asUseCase });
}

/** One use case; refuses when there is none. `lock` holds it for a change. */
export async function getUseCase(db: Db, useCaseId: string): Promise<UseCaseAnswer> {
  return found(await db.row<UseCaseRow>(byId(useCaseId, '')), useCaseId);
}

export async function lockUseCase(db: Db, useCaseId: string): Promise<UseCaseAnswer> {
  return found(await db.row<UseCaseRow>(byId(useCaseId, 'for update of use_case')), useCaseId);
}

function byId(useCaseId: string, lock: string): Sql {
  return { text: `select ${columns} from ${source} where use_case_id = $1 ${lock}`, values: [useCaseId] };
}

function found(row: UseCaseRow | null, useCaseId: string): UseCaseAnswer {
  if (row) return asUseCase(row);
  throw new Refusal('not-found', 'use-case.unknown', `There is no use case ${useCaseId}.`, {
    todo: 'GET /v1/use-cases lists them.',
  });
}

function asUseCase(row: UseCaseRow): UseCaseAnswer {
  return {
    useCaseId: row.use_case_id,
    slug: row.slug,
    name: row.name,
    description: row.description,
    ownerId: row.owner_id,
    ownerName: row.owner_name,
    riskClass: row.risk_class,
    lowering: loweringOf(row),
    outputKind: row.output_kind,
    classes: row.classes,
    metadataFields: row.metadata_fields,
    reasonCodes: row.reason_codes,
    guideline: row.guideline,
    undoSeconds: row.undo_seconds,
    leaseSeconds: row.lease_seconds,
    createdAt: row.created_at.toISOString(),
    archivedAt: row.archived_at?.toISOString() ?? null,
    revision: row.revision,
  };
}

function loweringOf({
  lower_risk_to: riskClass,
  lower_risk_asked_by: askedBy,
  lower_risk_asked_at: askedAt,
  asker_name: askedByName,
}: UseCaseRow): UseCaseAnswer['lowering'] {
  if (riskClass === null || askedBy === null || askedAt === null) return null;
  return { riskClass, askedBy, askedByName: askedByName ?? '', askedAt: askedAt.toISOString() };
}

/** What routing needs of each open use case. */
export type RoutingUseCaseRow = {
  useCaseId: string;
  slug: string;
  classes: ReadonlySet<string> | null;
  checkMetadata: MetadataCheck;
  subject: PolicySubject;
};

export async function routingUseCases(db: Db): Promise<RoutingUseCaseRow[]> {
  const rows = await db.rows<
    Pick<UseCaseRow, 'use_case_id' | 'slug' | 'output_kind' | 'classes' | 'metadata_fields'>
  >(sql`
    select use_case_id, slug, output_kind, classes, metadata_fields from use_case where archived_at is null`);
  return rows.map((row) => ({
    useCaseId: row.use_case_id,
    slug: row.slug,
    classes: row.output_kind === 'class' ? new Set(row.classes.map((known) => known.name)) : null,
    checkMetadata: compileMetadataCheck(row.metadata_fields),
    subject: { outputKind: row.output_kind, classes: row.classes, metadataFields: row.metadata_fields },
  }));
}
