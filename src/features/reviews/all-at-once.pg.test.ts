// Reviewers and duties at work at the same time, on few tasks, so that they meet.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Claim } from '../../contract/reviews.ts';
import type { Person } from '../../core/access/actor.ts';
import { sql } from '../../db/sql.ts';
import { Refusal } from '../../platform/refusal.ts';
import { testDatabase } from '../../testing/database.ts';
import { type Desk, entriesWritten, freshDesk } from '../../testing/review-desk.ts';
import { cancelTasks } from './cancel-tasks.ts';
import { claimNext } from './claims/claim-next.ts';
import { claimTask } from './claims/claim-task.ts';
import { heartbeat } from './claims/heartbeat.ts';
import { releaseTask } from './claims/release-task.ts';
import { expireLeases, unparkTasks } from './claims/return-tasks.ts';
import { reconciliationSources } from './reconciliation-sources.ts';
import { resolveDueTasks } from './resolve-tasks.ts';
import { submitVerdict } from './verdicts/submit-verdict.ts';
import { withdrawVerdict } from './verdicts/withdraw-verdict.ts';

const db = await testDatabase({ connections: 16 });

test('reviewers and duties in each other’s way: nothing waits in a circle, nothing is judged twice, every row has its entry', async () => {
  const desk = await freshDesk(db, { leaseSeconds: 30, undoSeconds: 2 });
  const tasks = await desk.open(40);
  const people = await Promise.all(
    Array.from({ length: 8 }, (_, i) => desk.person(`Reviewer ${i}`, i < 4 ? ['reviewer'] : ['expert'])),
  );
  // Time runs with the steps taken, so that leases lapse and windows end in the middle of things.
  let steps = 0;
  const tick = () => {
    steps += 1;
    return desk.after(steps / 4);
  };
  await Promise.all([
    ...people.map((person, index) =>
      work(desk, person, { tick, index, taskIds: tasks.map((task) => task.taskId) }),
    ),
    ...[resolveDueTasks, expireLeases, unparkTasks].map(async (duty) => {
      for (let i = 0; i < 30; i++) await duty(desk.deps, tick());
    }),
    ...tasks
      .slice(0, 5)
      .map((task) =>
        db.atomically((tx) => cancelTasks(tx, tick(), { taskIds: [task.taskId], because: 'timed-out' })),
      ),
  ]);
  await resolveDueTasks(desk.deps, desk.after(100_000));
  await everyRowHasItsEntry();
});

type Shift = { tick: () => Date; index: number; taskIds: readonly string[] };

async function work(desk: Desk, person: Person, { tick, index, taskIds }: Shift): Promise<void> {
  for (let i = 0; i < 25; i++) {
    const turn = index + i;
    const claim =
      turn % 4 === 0
        ? await refusable(claimTask(desk.deps, person, taskIds[turn % taskIds.length]!, tick())) // in range
        : (await refusable(claimNext(desk.deps, person, {}, tick())))?.claim;
    if (claim) await refusable(handle(desk, person, claim, { tick, turn }));
  }
}

async function handle(
  desk: Desk,
  person: Person,
  { claimToken, item }: Claim,
  { tick, turn }: { tick: () => Date; turn: number },
) {
  const held = { taskId: item.taskId, claimToken };
  if (turn % 7 === 0) return releaseTask(desk.deps, person, { ...held, reason: 'pause' }, tick());
  if (turn % 3 === 0) await heartbeat(desk.deps, person, held, tick());
  const kind = turn % 5 === 0 ? 'cannot-decide' : 'approve';
  // Twice at once, as by an impatient finger.
  const [verdict] = await Promise.all(
    [1, 2].map(() => submitVerdict(desk.deps, person, { ...held, kind }, tick())),
  );
  if (turn % 4 === 1) return withdrawVerdict(desk.deps, person, verdict!.verdictId, tick()); // two were asked for
}

/** Refusals are expected here; anything else, a deadlock above all, is not. */
async function refusable<T>(doing: Promise<T>): Promise<T | null> {
  return doing.catch((error) => {
    if (error instanceof Refusal) return null;
    throw error;
  });
}

async function everyRowHasItsEntry(): Promise<void> {
  const entries = await entriesWritten(db);
  for (const { kind, label, sql: text } of reconciliationSources) {
    const rows = await db.rows<{ commit_id: string; entry_index: number; subject: string }>({
      text,
      values: [],
    });
    const ids = new Set(rows.map((row) => `${row.commit_id}.${row.entry_index} ${row.subject}`));
    const told = entries.filter((entry) => entry.kind === kind);
    assert.ok(rows.length > 0);
    assert.deepEqual(ids, new Set(told.map((entry) => `${entry.id} ${entry.about[label]}`)));
  }
  const tasks = await db.row<{ judged: number; unfit: number }>(sql`
    select count(*) filter (where state = 'judged')::integer as judged,
      count(*) filter (where state in ('cancelled', 'resolved') and exists (
        select from lease where lease.task_id = task.task_id))::integer as unfit
    from task`);
  assert.deepEqual({ ...tasks }, { judged: 0, unfit: 0 });
}
