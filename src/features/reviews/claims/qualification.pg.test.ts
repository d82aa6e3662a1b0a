// Tasks for people who hold a qualification.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Person } from '../../../core/access/actor.ts';
import { sql } from '../../../db/sql.ts';
import { claimed, say } from '../../../testing/at-the-desk.ts';
import { testDatabase } from '../../../testing/database.ts';
import { type Desk, freshDesk } from '../../../testing/review-desk.ts';
import { openQueueList } from '../tasks/list-queues.ts';
import { claimNext } from './claim-next.ts';
import { claimTask } from './claim-task.ts';

const db = await testDatabase();
const nursing = { qualifications: ['nursing', 'law'] };

async function taken(desk: Desk, person: Person): Promise<string | null> {
  const { claim } = await claimNext(desk.deps, person, {}, desk.after(1));
  return claim?.item.qualification ?? (claim ? 'none' : null);
}

test('who lacks the qualification is passed over by the queue and told why when they ask for the task', async () => {
  const desk = await freshDesk(db);
  const [task] = await desk.open(1, { qualification: 'nursing' });
  const ada = await desk.person('Ada');
  assert.equal(await taken(desk, ada), null);
  await assert.rejects(claimTask(desk.deps, ada, task?.taskId ?? '', desk.after(1)), {
    code: 'task.needs-qualification',
    message: 'This task asks for the qualification "nursing".',
  });
  const nina = await desk.person('Nina', ['reviewer'], nursing);
  assert.equal(await taken(desk, nina), 'nursing');
});

test('the queue says which open tasks nobody can take, as long as nobody can', async () => {
  const desk = await freshDesk(db);
  await desk.open(2, { qualification: 'welding' });
  await desk.open(1, { qualification: 'diving' });
  await desk.open(1, { qualification: 'diving', tier: 2 });
  await desk.open(1);
  const stuck = async () => {
    const queues = await openQueueList(db)(desk.after(1));
    return queues
      .filter(({ useCaseId }) => useCaseId === desk.useCaseId)
      .map(({ unqualified }) => unqualified);
  };
  assert.deepEqual(await stuck(), [
    [
      { qualification: 'diving', open: 1 },
      { qualification: 'welding', open: 2 },
    ],
    [{ qualification: 'diving', open: 1 }],
  ]);
  const nina = await desk.person('Nina', ['reviewer'], { qualifications: ['diving'] });
  const expected = [[{ qualification: 'welding', open: 2 }], [{ qualification: 'diving', open: 1 }]];
  assert.deepEqual(await stuck(), expected, 'a reviewer does not judge what waits for experts');
  await desk.person('Sam', ['auditor'], { qualifications: ['welding'] });
  assert.deepEqual(await stuck(), expected, 'nor does an auditor judge');
  await desk.person('Eve', ['expert'], { qualifications: ['welding', 'diving'] });
  assert.deepEqual(await stuck(), [[], []]);
  await db.run(sql`update person set disabled_at = now() where person_id = ${nina.personId}`);
  assert.deepEqual(await stuck(), [[], []], 'the expert judges both');
});

test('the most urgent task comes first, whether it needs a qualification or not', async () => {
  const desk = await freshDesk(db);
  await desk.open(1, { dueSeconds: 200 });
  await desk.open(1, { dueSeconds: 100, qualification: 'law' });
  await desk.open(1, { dueSeconds: 50, qualification: 'surgery' });
  const nina = await desk.person('Nina', ['reviewer'], nursing);
  assert.equal(await taken(desk, nina), 'law');
  assert.equal(await taken(desk, nina), 'none');
});

test('a qualification lost under an open claim is missed when the verdict comes', async () => {
  const desk = await freshDesk(db);
  await desk.open(1, { qualification: 'nursing' });
  const nina = await desk.person('Nina', ['reviewer'], nursing);
  const claim = await claimed(desk, nina);
  const without: Person = { ...nina, qualifications: ['law'] };
  await assert.rejects(say(desk, without, claim, {}), { code: 'task.needs-qualification' });
  assert.equal((await say(desk, nina, claim, {})).kind, 'approve');
});

test('a qualification stays needed when an expert is asked', async () => {
  const desk = await freshDesk(db, { undoSeconds: 0 });
  const [task] = await desk.open(1, { qualification: 'nursing' });
  const nina = await desk.person('Nina', ['reviewer'], nursing);
  await say(desk, nina, await claimed(desk, nina), { kind: 'cannot-decide' });
  const eve = await desk.person('Eve', ['expert']);
  await assert.rejects(claimTask(desk.deps, eve, task?.taskId ?? '', desk.after(11)), {
    code: 'task.needs-qualification',
  });
  const emma = await desk.person('Emma', ['expert'], nursing);
  assert.equal(await taken(desk, emma), 'nursing');
});
