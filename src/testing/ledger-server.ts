import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import type { LogReader } from '../core/ledger/log-reader.ts';
import { parseVerifierKey } from '../core/ledger/verifier-key.ts';
import { type LogVerdict, verifyLog } from '../core/ledger/verify-log.ts';
import { signing } from '../features/ledger/lead.ts';
import { ledgerStatus } from '../features/ledger/queries.ts';
import type { PointersOf } from '../features/ledger/reading/list-entries-about.ts';
import { ledgerRoutes } from '../features/ledger/routes.ts';
import type { Deps } from '../platform/deps.ts';
import { buildServer } from '../platform/http/server.ts';
import { openLogOverHttp } from '../sdk/log-reader-http.ts';
import { testDatabase } from './database.ts';
import { integrateAll, ledgerDeps } from './ledger.ts';
import { sha256, verifyEd25519 } from './native-crypto.ts';

/** The ledger's own endpoints on a real port, over a database of their own. */
export type LedgerServer = {
  deps: Deps & { moveClock(ms: number): void };
  url: string;
  get(path: string): Promise<Response>;
  /** Integrates what waits and signs it. */
  settle(): Promise<void>;
  reader: LogReader;
  verify(receipts?: readonly string[]): Promise<LogVerdict>;
};

export async function openLedgerServer(
  given: { publicLog?: boolean; alsoAbout?: readonly PointersOf[] } = {},
): Promise<LedgerServer> {
  const undo: (() => Promise<unknown>)[] = [];
  after(() => Promise.all(undo.map((step) => step())));
  const deps = ledgerDeps(await testDatabase(), given);
  const app = buildServer({
    routes: ledgerRoutes(deps, { alsoAbout: given.alsoAbout ?? [], withheld: async () => () => false }),
    authenticate: () => ({ kind: 'system', duty: 'test' }),
    clock: deps.clock,
    log: deps.log,
    bodyLimitBytes: 1000,
    onAnswered: () => {},
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  undo.push(() => app.close());
  const { port } = app.server.address() as AddressInfo; // listens on TCP
  const url = `http://127.0.0.1:${port}`;
  const sign = signing(deps);
  await sign(deps.clock.now());
  const reader = openLogOverHttp({ url });
  return {
    deps,
    url,
    reader,
    get: (path) => fetch(`${url}${path}`),
    async settle() {
      await integrateAll(deps.db);
      await sign(deps.clock.now());
    },
    verify: (receipts = []) => verdictOn(deps, reader, receipts),
  };
}

async function verdictOn(deps: Deps, reader: LogReader, receipts: readonly string[]): Promise<LogVerdict> {
  const parsed = parseVerifierKey((await ledgerStatus(deps.db)).verifierKey, sha256);
  if (!parsed.ok) throw new Error(parsed.because);
  const trust = { logKeys: [parsed.key] };
  for await (const news of verifyLog({ reader, trust, receipts, hash: sha256, verify: verifyEd25519 })) {
    if (news.step === 'verdict') return news.verdict;
  }
  throw new Error('the check ended without a verdict');
}
