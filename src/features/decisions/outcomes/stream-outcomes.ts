import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import type { Deps } from '../../../platform/deps.ts';
import { openEventStream } from '../../../platform/http/event-stream.ts';
import type { Wire } from '../../../platform/http/route.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { OutcomeFeed } from './outcome-feed.ts';
import { lastPlace } from './settled-after.ts';

/**
 * Sends every outcome as it settles. The event id is the place of the settlement's entry in the log: a reader that
 * comes back with Last-Event-ID continues exactly where it was, over restarts and on another server.
 */
export async function streamOutcomes(
  { db }: Pick<Deps, 'db'>,
  wire: Wire,
  { feed, useCase }: { feed: OutcomeFeed; useCase: string | undefined },
) {
  const useCaseId = useCase === undefined ? null : await useCaseIdOf(db, useCase);
  const place = await startingPlace(db, wire.request.headers['last-event-id']);
  const { stream, reply } = openEventStream(wire);
  // Whoever is cut off before the first outcome must also know where to continue.
  stream.send({ event: 'start', id: String(Math.max(0, place)), data: {} });
  void feed.follow({
    useCaseId,
    place,
    gone: stream.gone,
    send: (data, position) => stream.send({ event: 'outcome', id: String(position), data }),
  });
  return reply;
}

/**
 * The end of the log for who comes for the first time. Also for a place beyond the end, from before a backup was
 * restored or from another installation: waiting until the log is as long again would be silence for no reason.
 */
async function startingPlace(db: Db, header: string | string[] | undefined): Promise<number> {
  const end = await lastPlace(db);
  return typeof header === 'string' && /^\d{1,15}$/.test(header) ? Math.min(Number(header), end) : end;
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
