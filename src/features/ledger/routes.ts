import type { FastifyReply } from 'fastify';
import * as contract from '../../contract/ledger.ts';
import type { Deps } from '../../platform/deps.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { ledgerStatus } from './queries.ts';
import { getReceipt } from './reading/get-receipt.ts';
import { listEntriesAbout, type PointersOf } from './reading/list-entries-about.ts';
import { latestCheckpoint, logFile, type ServedFile, verifierKey } from './reading/serve-log.ts';
import { openTileReader } from './tree/read-tiles.ts';

/** `alsoAbout` are the features whose rows point to entries themselves. */
export function ledgerRoutes({ db, config }: Deps, alsoAbout: readonly PointersOf[] = []): Route[] {
  const readTiles = openTileReader(db);
  return [
    route(contract.getLedger, () => ledgerStatus(db)),
    route(contract.listEntriesAbout, ({ params, query }) =>
      listEntriesAbout(db, { ...params, cursor: query.cursor, limit: query.limit ?? 50, alsoAbout }),
    ),
    route(contract.getReceipt, ({ params }) => getReceipt(db, readTiles, params.entryId)),
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
    route(contract.logTile, async (_ask, { request, reply }) => {
      const { '*': path = '' } = request.params as { '*'?: string }; // the router's name for the rest of the path
      return sendFile(reply, await logFile(db, `tile/${path}`), config.publicLog);
    }),
  ];
}

function sendFile(reply: FastifyReply, { bytes, final }: ServedFile, shared: boolean): FastifyReply {
  const who = shared ? 'public' : 'private';
  return reply
    .type('application/octet-stream')
    .header('cache-control', final ? `${who}, max-age=31536000, immutable` : `${who}, max-age=60`)
    .send(bytes);
}
