import { setTimeout as sleep } from 'node:timers/promises';
import { decodeEntry } from '../../src/core/ledger/entry.ts';
import { parseVerifierKey } from '../../src/core/ledger/verifier-key.ts';
import { type LogVerdict, verifyLog } from '../../src/core/ledger/verify-log.ts';
import type { Db } from '../../src/db/database.ts';
import { sql } from '../../src/db/sql.ts';
import { openLogOverHttp } from '../../src/sdk/log-reader-http.ts';
import { sha256, verifyEd25519 } from '../../src/testing/native-crypto.ts';

/** Time-outs of a whole round are carried out one by one, which takes its time on a busy machine. */
const patienceMs = 60_000;

/** Waits until all that waited is in the log and signed for, and has been reacted to. */
export async function untilIntegrated(db: Db): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const state = await db.row<{
      waiting: boolean;
      size: number;
      signed: number | null;
      read: number | null;
    }>(sql`
      select exists (select from ledger_commit where position is null) as waiting, size, (select max(size) from ledger_checkpoint) as signed,
        (select min(position) from ledger_cursor) as read
      from ledger_log`);
    if (state && !state.waiting && state.signed === state.size && state.read === state.size) return;
    if (performance.now() > deadline) throw new Error(`the ledger stays behind: ${JSON.stringify(state)}`);
    await sleep(50);
  }
}

/** What `steerhouse verify <url>` does, with the key the database names. */
export async function verifyServedLog(db: Db, baseUrl: string): Promise<LogVerdict> {
  const log = await db.row<{ verifier_key: string }>(sql`select verifier_key from ledger_log`);
  const key = parseVerifierKey(log?.verifier_key ?? '', sha256);
  if (!key.ok) throw new Error(key.because);
  const check = verifyLog({
    reader: openLogOverHttp({ url: baseUrl }),
    trust: { logKeys: [key.key] },
    checkEntry: decodeEntry,
    hash: sha256,
    verify: verifyEd25519,
  });
  for await (const news of check) if (news.step === 'verdict') return news.verdict;
  throw new Error('the check ended without a verdict');
}

/** Alarms of the ledger that nobody has put right. */
export async function ledgerProblems(db: Db): Promise<string[]> {
  const rows = await db.rows<{ duty: string; problem: string }>(
    sql`select duty, problem from ledger_problem`,
  );
  return rows.map(({ duty, problem }) => `${duty}: ${problem}`);
}
