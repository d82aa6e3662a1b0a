import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { openEventStream } from '../../../platform/http/event-stream.ts';
import type { Wire } from '../../../platform/http/route.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { outcomesOf } from './outcomes-of.ts';

type Place = { position: number };

const lookEveryMs = 250;
const mostAtOnce = 200;

/**
 * Sends every outcome as it settles. The event id is the place of the settlement's entry in the log: a reader that
 * comes back with Last-Event-ID continues exactly where it was, over restarts and on another server.
 */
export async function streamOutcomes({ db, log }: Deps, wire: Wire, useCase: string | undefined) {
  const useCaseId = useCase === undefined ? null : await useCaseIdOf(db, useCase);
  let place = startingPlace(wire.request.headers['last-event-id']) ?? (await lastPlace(db));
  const { stream, reply } = openEventStream(wire);
  void follow();
  return reply;

  async function follow(): Promise<void> {
    while (!stream.gone.aborted) {
      try {
        place = await sendFrom(place);
      } catch (error) {
        // The database is away for a moment; the reader keeps its connection and its place.
        log.warn({ err: error }, 'outcomes could not be read');
      }
      await sleep(lookEveryMs, undefined, { signal: stream.gone }).catch(() => undefined);
    }
  }

  async function sendFrom(from: Place): Promise<Place> {
    const settled = await settledAfter(db, from, useCaseId);
    const outcomes = await outcomesOf(
      db,
      settled.map((row) => row.decision_id),
    );
    for (const row of settled) {
      const data = outcomes.get(row.decision_id);
      if (data) stream.send({ event: 'outcome', id: String(row.position), data });
    }
    const last = settled.at(-1);
    return last ? { position: last.position } : from;
  }
}

function startingPlace(header: string | string[] | undefined): Place | null {
  if (typeof header !== 'string' || !/^\d{1,15}$/.test(header)) return null;
  return { position: Number(header) };
}

async function lastPlace(db: Db): Promise<Place> {
  const row = await db.row<{ size: number }>(sql`select size from ledger_log`);
  return { position: (row?.size ?? 0) - 1 };
}

/** Settlements whose ledger entries stand after a place, in the order of the log. */
function settledAfter(db: Db, { position }: Place, useCaseId: string | null) {
  return db.rows<{ decision_id: string; position: number }>(sql`
    select settlement.decision_id, ledger_commit.position + settlement.entry_index as position
    from ledger_commit
    join settlement using (commit_id)
    where ledger_commit.position + ledger_commit.entry_count > ${position}
      and ledger_commit.position + settlement.entry_index > ${position}
      and (${useCaseId}::uuid is null or settlement.use_case_id = ${useCaseId}::uuid)
    order by position
    limit ${mostAtOnce}`);
}

async function useCaseIdOf(db: Db, slug: string): Promise<string> {
  const row = await db.row<{ use_case_id: string }>(
    sql`select use_case_id from use_case where slug = ${slug}`,
  );
  if (row) return row.use_case_id;
  throw new Refusal('not-found', 'use-case.unknown', `There is no use case "${slug}".`);
}
