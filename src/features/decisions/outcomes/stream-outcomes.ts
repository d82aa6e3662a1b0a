import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { type EventStreamOptions, openEventStream } from '../../../platform/http/event-stream.ts';
import type { Wire } from '../../../platform/http/route.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { outcomesOf } from './outcomes-of.ts';

export type OutcomesView = EventStreamOptions & { useCase?: string | undefined };

const lookEveryMs = 250;
const mostAtOnce = 200;
/** An outbox row holds as many entries at most; a commit that starts further back ends before the place. */
const mostEntriesPerCommit = 4096;

/**
 * Sends every outcome as it settles. The event id is the place of the settlement's entry in the log: a reader that
 * comes back with Last-Event-ID continues exactly where it was, over restarts and on another server. Two looks at
 * indexes, four times a second.
 */
export async function streamOutcomes({ db, log }: Deps, wire: Wire, view: OutcomesView) {
  const useCaseId = view.useCase === undefined ? null : await useCaseIdOf(db, view.useCase);
  let place = startingPlace(wire.request.headers['last-event-id']) ?? (await lastPlace(db));
  const { stream, reply } = openEventStream(wire, view);
  // Whoever is cut off before the first outcome must also know where to continue.
  stream.send({ event: 'start', id: String(Math.max(0, place)), data: {} });
  void follow();
  return reply;

  async function follow(): Promise<void> {
    while (!stream.gone.aborted) {
      try {
        place = await sendAfter(place);
      } catch (error) {
        // The database is away for a moment; the reader keeps its connection and its place.
        log.warn({ err: error }, 'outcomes could not be read');
      }
      await sleep(lookEveryMs, undefined, { signal: stream.gone }).catch(() => undefined);
    }
  }

  /** Answers the place up to which everything is sent. */
  async function sendAfter(from: number): Promise<number> {
    const { settled, seenTo } = await settledAfter(db, from, useCaseId);
    if (settled.length === 0) return seenTo;
    const outcomes = await outcomesOf(
      db,
      settled.map((row) => row.decision_id),
    );
    for (const row of settled) {
      const data = outcomes.get(row.decision_id);
      if (data) stream.send({ event: 'outcome', id: String(row.position), data });
    }
    return seenTo;
  }
}

function startingPlace(header: string | string[] | undefined): number | null {
  return typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : null;
}

async function lastPlace(db: Db): Promise<number> {
  const row = await db.row<{ size: number }>(sql`select size from ledger_log`);
  return (row?.size ?? 0) - 1;
}

type Settled = { decision_id: string; position: number };

/**
 * Settlements whose ledger entries stand after a place, in the order of the log, and how far that reaches. One
 * statement, one snapshot: what stands before the size it sees is seen as well.
 */
async function settledAfter(
  db: Db,
  place: number,
  useCaseId: string | null,
): Promise<{ settled: Settled[]; seenTo: number }> {
  const rows = await db.rows<{ size: number; decision_id: string | null; position: number | null }>({
    name: 'settled-after',
    ...sql`
      select ledger_log.size, settled.decision_id, settled.position
      from ledger_log
      left join lateral (
        select settlement.decision_id, ledger_commit.position + settlement.entry_index as position
        from ledger_commit
        join settlement using (commit_id)
        where ledger_commit.position > ${place}::bigint - ${mostEntriesPerCommit}::integer
          and ledger_commit.position + settlement.entry_index > ${place}::bigint
          and (${useCaseId}::uuid is null or settlement.use_case_id = ${useCaseId}::uuid)
        order by ledger_commit.position, settlement.entry_index
        limit ${mostAtOnce}) as settled on true
      order by settled.position`,
  });
  const settled = rows.filter((row): row is Settled & { size: number } => row.decision_id !== null);
  const last = settled.at(-1)?.position ?? place;
  const size = rows[0]?.size ?? 0;
  // A full answer may be followed by more; otherwise everything up to the size was seen.
  return { settled, seenTo: settled.length === mostAtOnce ? last : Math.max(place, size - 1) };
}

async function useCaseIdOf(db: Db, slug: string): Promise<string> {
  const row = await db.row<{ use_case_id: string }>(
    sql`select use_case_id from use_case where slug = ${slug}`,
  );
  if (row) return row.use_case_id;
  throw new Refusal('not-found', 'use-case.unknown', `There is no use case "${slug}".`, {
    todo: 'GET /v1/use-cases lists them; useCase is the slug.',
  });
}
