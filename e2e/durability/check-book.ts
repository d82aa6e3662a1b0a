// Holds the product to what its callers were told.
import type { Routed } from '../../src/contract/decisions.ts';
import type { Db } from '../../src/db/database.ts';
import { sql } from '../../src/db/sql.ts';
import type { Book, BookedVerdict } from './book.ts';
import { submit } from './load.ts';
import type { Site } from './site.ts';

export type Kept = {
  /** Sent and never answered, and there all the same: allowed after a crash, not after a shutdown in order. */
  recordedUnanswered: number;
  lost: string[];
  changed: string[];
  verdictsLost: string[];
  /** Held decisions that are held no longer although nobody judged them and no time-out was due. */
  letGo: string[];
};

type Row = {
  decision_id: string;
  state: string;
  route: string;
  task_id: string | null;
  policy_version_id: string;
  settled: boolean;
};

/** Callers may go on meanwhile: only what was answered before the rows are read can be missing among them. */
export async function checkBook(db: Db, book: Book): Promise<Kept> {
  const answers = [...book.answered.values()];
  const rows = await rowsOf(db, [...book.sent.keys()]);
  return {
    recordedUnanswered: [...rows.keys()].filter((id) => !book.answered.has(id)).length,
    lost: answers.map(({ decisionId }) => decisionId).filter((id) => !rows.has(id)),
    changed: answers.flatMap((answer) => {
      const row = rows.get(answer.decisionId);
      return row && tells(row) !== promises(answer)
        ? [`${promises(answer)}, but the row is ${tells(row)}`]
        : [];
    }),
    verdictsLost: await lostVerdicts(db, [...book.verdicts.values()]),
    letGo: answers
      .map(({ decisionId, route }) => ({ route, row: rows.get(decisionId) }))
      .filter(({ route, row }) => route === 'hold' && row && row.state !== 'held' && !row.settled)
      .map(({ row }) => row?.decision_id ?? ''),
  };
}

/**
 * Sends everything again that was sent: what was answered gets the same answer word for word, what was not is taken now
 * and answered the same a second time. Answers what differs.
 */
export async function sendAgain(site: Site, book: Book, most: number): Promise<string[]> {
  const before = new Map(book.answered);
  const unanswered = [...book.sent.keys()].filter((id) => !before.has(id));
  const some = [...before.keys()].slice(-most);
  const differing: string[] = [];
  for (const ids of [unanswered, [...unanswered, ...some]]) {
    await inTurns(ids, 16, async (id) => {
      const first = book.answered.get(id);
      await submit(site, book, book.sent.get(id)!); // ids of what was sent
      const again = book.answered.get(id);
      if (first && JSON.stringify(first) !== JSON.stringify(again))
        differing.push(`${JSON.stringify(first)} became ${JSON.stringify(again)}`);
    });
  }
  return differing;
}

async function rowsOf(db: Db, decisionIds: readonly string[]): Promise<Map<string, Row>> {
  const rows = await db.rows<Row>(sql`
    select decision_id, decision.state, route, task_id, policy_version_id,
      settlement.decision_id is not null as settled
    from decision left join settlement using (decision_id)
    where decision_id = any(${decisionIds}::uuid[])`);
  return new Map(rows.map((row) => [row.decision_id, row]));
}

function tells({ decision_id, route, task_id, policy_version_id }: Row): string {
  return [decision_id, route, task_id, policy_version_id].join(' ');
}

function promises({ decisionId, route, taskId, policyVersionId }: Routed): string {
  return [decisionId, route, taskId, policyVersionId].join(' ');
}

async function lostVerdicts(db: Db, verdicts: readonly BookedVerdict[]): Promise<string[]> {
  const rows = await db.rows<{ verdict_id: string; task_id: string; withdrawn: boolean }>(sql`
    select verdict_id, task_id, withdrawn_at is not null as withdrawn
    from verdict
    where verdict_id = any(${verdicts.map((verdict) => verdict.verdictId)}::uuid[])`);
  const found = new Map(rows.map((row) => [row.verdict_id, row]));
  return verdicts
    .filter(({ verdictId, taskId, withdrawal }) => {
      const row = found.get(verdictId);
      const withdrawn = withdrawal === 'asked' ? row?.withdrawn : withdrawal === 'answered';
      return row?.task_id !== taskId || row.withdrawn !== withdrawn;
    })
    .map(({ verdictId }) => verdictId);
}

async function inTurns<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = [...items];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item);
    }),
  );
}
