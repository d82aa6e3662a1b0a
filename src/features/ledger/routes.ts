import type { FastifyReply } from 'fastify';
import * as contract from '../../contract/ledger.ts';
import type { Actor } from '../../core/access/actor.ts';
import type { Entry } from '../../core/ledger/entry.ts';
import { isKeptBlind } from '../../core/reviews/withheld.ts';
import type { Db } from '../../db/database.ts';
import type { Deps } from '../../platform/deps.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { Refusal } from '../../platform/refusal.ts';
import { ledgerStatus } from './queries.ts';
import { getReceipt } from './reading/get-receipt.ts';
import { listEntriesAbout, type PointersOf } from './reading/list-entries-about.ts';
import { latestCheckpoint, logFile, type ServedFile, verifierKey } from './reading/serve-log.ts';
import { openTileReader } from './tree/read-tiles.ts';

/** What features above know of entries: rows of theirs that point to some, and which a reader may not read yet. */
export type Knowing = {
  alsoAbout: readonly PointersOf[];
  withheld(db: Db, reader: Actor, entries: readonly Entry[]): Promise<(entry: Entry) => boolean>;
};

export function ledgerRoutes({ db, config }: Deps, { alsoAbout, withheld }: Knowing): Route[] {
  const readTiles = openTileReader(db);
  const from = (reader: Actor) => (entries: readonly Entry[]) => withheld(db, reader, entries);
  return [
    route(contract.getLedger, () => ledgerStatus(db)),
    route(contract.listEntriesAbout, ({ actor, params, query: { cursor, limit = 50 } }) =>
      listEntriesAbout(db, { ...params, cursor, limit, alsoAbout, withholding: from(actor) }),
    ),
    route(contract.getReceipt, ({ actor, params }) => getReceipt(db, readTiles, params.entryId, from(actor))),
    route(contract.logCheckpoint, async (_ask, { reply }) =>
      reply
        .type('text/plain; charset=utf-8')
        .header('cache-control', 'no-cache')
        .send(await latestCheckpoint(db)),
    ),
    route(contract.logVerifierKey, async (_ask, { reply }) =>
      reply
        .type('text/plain; charset=utf-8')
        .header('cache-control', 'no-cache')
        .send(await verifierKey(db)),
    ),
    route(contract.logTile, async ({ actor }, { request, reply }) => {
      const { '*': path = '' } = request.params as { '*'?: string }; // the router's name for the rest of the path
      if (!config.publicLog) refuseEntries(actor, path);
      return sendFile(reply, await logFile(db, `tile/${path}`), config.publicLog);
    }),
  ];
}

/** Bundles hold what was said of every decision, those that are still being judged among them. */
function refuseEntries(actor: Actor, path: string): void {
  if (!path.startsWith('entries/') || !isKeptBlind(actor)) return;
  throw new Refusal(
    'forbidden',
    'log.entries-withheld',
    'Bundles of entries tell what others say of decisions that you could be asked to judge.',
    { todo: 'Ask an auditor to verify the log, or check the receipts of single entries.' },
  );
}

function sendFile(reply: FastifyReply, { bytes, final }: ServedFile, shared: boolean): FastifyReply {
  const who = shared ? 'public' : 'private';
  return reply
    .type('application/octet-stream')
    .header('cache-control', final ? `${who}, max-age=31536000, immutable` : `${who}, max-age=60`)
    .send(bytes);
}
