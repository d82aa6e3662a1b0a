import type { Readable } from 'node:stream';
import { mostValidationRows } from '../../../contract/validation-sets.ts';
import type { Actor } from '../../../core/access/actor.ts';
import type { GivenRow } from '../../../core/feedback/validation-row.ts';
import type { MetadataField } from '../../../core/use-cases/use-case.ts';
import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';
import { askedWindow } from '../../feedback/asked-window.ts';
import { appendEntries } from '../../ledger/append-entries.ts';
import { writerOf } from '../writer-of.ts';
import { limitBytes } from './limit-bytes.ts';
import { openPacker, type PackedRows } from './pack-rows.ts';
import { getValidationSet } from './queries.ts';
import { type NumberedRow, rowsOfLines, rowsOfList, rowsOfTable } from './read-rows.ts';

export type NewValidationSet = { useCaseId: string; modelVersionId: string; name: string };

/** What was sent: a list, or a stream of lines or of a table. */
export type GivenRows =
  | { readonly kind: 'list'; readonly rows: readonly GivenRow[] }
  | { readonly kind: 'lines' | 'table'; readonly stream: Readable };

/** Each holds up to 64 MiB; a third caller is asked to come again. */
const mostAtOnce = 2;
let running = 0;

/** Takes all rows or none: they are read and checked first, and stored in one transaction once nothing is wrong. */
export async function importValidationSet(
  deps: Deps,
  actor: Actor,
  { given, ...set }: NewValidationSet & { given: GivenRows },
  at: Date,
) {
  const { useCase } = await askedWindow(deps.db, set);
  if (running >= mostAtOnce) throw busy();
  running += 1;
  try {
    const packed = await readAll(given, useCase.metadataFields);
    return await deps.db.atomically((tx) => store(tx, actor, { ...set, packed }, at));
  } finally {
    running -= 1;
  }
}

/** Enough to see the pattern; how many there are in all is told beside them. */
const mostProblems = 1000;

async function readAll(given: GivenRows, fields: readonly MetadataField[]): Promise<PackedRows> {
  const packer = openPacker();
  const problems: { at: string; message: string }[] = [];
  let bad = 0;
  for await (const group of groupsOf(given, fields)) {
    for (const { number, checked } of group) {
      if (checked.ok) packer.add(checked.row);
      else {
        bad += 1;
        if (problems.length < mostProblems) problems.push({ at: `row ${number}`, message: checked.because });
      }
    }
    if (packer.rows() > mostValidationRows) throw tooMany();
  }
  if (bad > 0) throw badRows(bad, problems);
  if (packer.rows() === 0) throw nothing();
  return packer.finish();
}

async function* groupsOf(
  given: GivenRows,
  fields: readonly MetadataField[],
): AsyncGenerator<readonly NumberedRow[]> {
  if (given.kind === 'list') yield [...rowsOfList(given.rows, fields)];
  else if (given.kind === 'lines') yield* rowsOfLines(limitBytes(given.stream), fields);
  else yield* rowsOfTable(limitBytes(given.stream), fields);
}

async function store(
  tx: Tx,
  actor: Actor,
  { packed, ...set }: NewValidationSet & { packed: PackedRows },
  at: Date,
) {
  const validationSetId = uuidv7(at.getTime());
  const { personId, apiKeyId } = writerOf(actor);
  const inserted = await tx.run(sql`
    insert into validation_set (validation_set_id, use_case_id, model_version_id, name, row_count, wrong_count,
      labelled, metadata_fields, sha256, imported_by, imported_by_key, imported_at)
    values (${validationSetId}, ${set.useCaseId}, ${set.modelVersionId}, ${set.name}, ${packed.rows}, ${packed.wrong},
      ${packed.labelled}, ${packed.metadataFields}, ${packed.sha256}, ${personId}, ${apiKeyId}, ${at})
    on conflict (use_case_id, name) where removed_at is null do nothing`);
  if (inserted === 0) {
    throw new Refusal(
      'conflict',
      'validation-set.name-taken',
      `There is a validation set "${set.name}" already.`,
      {
        todo: 'Give this one another name, or remove the other.',
      },
    );
  }
  for (const [number, chunk] of packed.chunks.entries()) {
    await tx.run(sql`
      insert into validation_chunk (validation_set_id, chunk_number, row_count, confidence, correct, labels, metadata)
      values (${validationSetId}, ${number}, ${chunk.rows}, ${chunk.confidence}, ${chunk.correct},
        ${packed.labelled ? chunk.labels : null}, ${packed.metadataFields.length > 0 ? chunk.metadata : null})`);
  }
  await appendEntries(tx, at, [
    {
      kind: 'validation-set.imported',
      actor,
      about: { validationSet: validationSetId, modelVersion: set.modelVersionId, useCase: set.useCaseId },
      facts: { rows: packed.rows, wrong: packed.wrong, sha256: packed.sha256.toString('hex') },
    },
  ]);
  return getValidationSet(tx, validationSetId);
}

function badRows(bad: number, problems: { at: string; message: string }[]): Refusal {
  const rows = bad === 1 ? 'One row is bad' : `${bad} rows are bad`;
  return new Refusal('unprocessable', 'validation-set.bad-rows', `${rows}, so none was taken.`, {
    todo: 'Correct them and send all of them again.',
    problems,
    facts: { badRows: bad },
  });
}

function nothing(): Refusal {
  return new Refusal('unprocessable', 'validation-set.empty', 'There is no row.', {
    todo: 'Send at least one row with a confidence and whether it was correct.',
  });
}

function tooMany(): Refusal {
  const message = `There are more than ${mostValidationRows} rows.`;
  return new Refusal('too-large', 'validation-set.too-large', message, {
    todo: 'Send a random sample of them; a hundred thousand tell as much.',
  });
}

function busy(): Refusal {
  return new Refusal(
    'unavailable',
    'validation-set.busy',
    'Other validation sets are being read right now.',
    {
      retryAfterSeconds: 5,
    },
  );
}
