import assert from 'node:assert/strict';
import { test } from 'node:test';
import { badInput, checkGoal, isProperShare } from './goal.ts';

test('a target and a delta inside of (0, 1) are a goal', () => {
  assert.deepEqual(checkGoal({ target: 0.01, delta: 0.05 }), []);
  assert.deepEqual(checkGoal({ target: 1e-9, delta: 1 - 1e-9 }), []);
});

for (const value of [0, 1, -0.01, 1.5, Number.NaN, Infinity, -Infinity]) {
  test(`a target or a delta of ${value} is refused with a sentence that repeats it`, () => {
    const [target, delta] = [
      checkGoal({ target: value, delta: 0.05 }),
      checkGoal({ target: 0.01, delta: value }),
    ];
    assert.deepEqual(
      [target.map(({ at }) => at), delta.map(({ at }) => at)],
      [['/goal/target'], ['/goal/delta']],
    );
    assert.ok(target[0]?.message.includes(`not ${value}`));
    assert.ok(delta[0]?.message.includes(`not ${value}`));
    assert.equal(isProperShare(value), false);
  });
}

test('both faults of a goal are told at once', () => {
  assert.equal(checkGoal({ target: 0, delta: 1 }).length, 2);
});

test('bad input is a value, with its problems', () => {
  const problems = [{ at: '/goal', message: 'No.' }];
  assert.deepEqual(badInput(problems), { ok: false, because: 'bad_input', problems });
});
