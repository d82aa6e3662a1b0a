import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareForClaim, type Queued } from './claim-order.ts';

function queued(taskId: string, dueAtMs: number, openedAtMs = 0): Queued {
  return { taskId, dueAtMs, openedAtMs };
}

function order(...tasks: Queued[]): string {
  return tasks
    .toSorted(compareForClaim)
    .map((task) => task.taskId)
    .join('');
}

test('the one due first comes first, however young', () => {
  assert.equal(order(queued('a', 20, 1), queued('b', 10, 9)), 'ba');
});

test('of two due together the older comes first', () => {
  assert.equal(order(queued('a', 10, 9), queued('b', 10, 1)), 'ba');
});

test('of two that are due and opened together the id decides, so that everyone sees the same order', () => {
  assert.equal(order(queued('b', 10), queued('a', 10)), 'ab');
});

test('what is overdue comes before what is not', () => {
  assert.equal(order(queued('a', 5), queued('b', -5)), 'ba');
});

const anyTask = fc.record({
  taskId: fc.string({ maxLength: 2 }),
  dueAtMs: fc.integer({ min: 0, max: 5 }),
  openedAtMs: fc.integer({ min: 0, max: 5 }),
});

test('the order is total: it can be turned around, and it does not depend on how the queue was before', () => {
  fc.assert(
    fc.property(anyTask, anyTask, (one, other) => {
      assert.equal(Math.sign(compareForClaim(one, other)), 0 - Math.sign(compareForClaim(other, one)));
      assert.equal(compareForClaim(one, one), 0);
    }),
  );
  const queue = fc.uniqueArray(anyTask, { selector: (task) => task.taskId });
  fc.assert(
    fc.property(queue, (tasks) => {
      assert.equal(order(...tasks), order(...tasks.toReversed()));
    }),
  );
});
