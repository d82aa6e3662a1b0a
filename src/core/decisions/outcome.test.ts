import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decisionEvents, decisionStates, stepDecision } from './life.ts';
import { outcomeOf, outcomes } from './outcome.ts';

test('every state has an outcome that names it', () => {
  assert.deepEqual(Object.keys(outcomes).sort(), [...decisionStates].sort());
  for (const state of decisionStates) assert.equal(outcomeOf(state).state, state);
});

test('only a held decision keeps its caller waiting', () => {
  for (const state of decisionStates) {
    const { final, use } = outcomeOf(state);
    assert.equal(final, state !== 'held', state);
    assert.equal(use === 'wait', state === 'held', state);
  }
});

test('released and flagged use the original, whether or not people looked', () => {
  assert.equal(outcomeOf('released').use, 'original');
  assert.equal(outcomeOf('flagged').use, 'original');
});

test('an edit before or after release puts the person’s output in its place', () => {
  assert.equal(outcomeOf('edited').use, 'replacement');
  assert.equal(outcomeOf('corrected').use, 'replacement');
});

test('a rejection before or after release leaves nothing to use', () => {
  assert.equal(outcomeOf('rejected').use, 'none');
  assert.equal(outcomeOf('recalled').use, 'none');
});

test('a caller who was answered is never sent back to waiting', () => {
  for (const state of decisionStates)
    for (const event of decisionEvents) {
      const step = stepDecision(state, event);
      if (step.ok && outcomeOf(state).final) assert.equal(outcomeOf(step.state).final, true);
    }
});

test('a judgement says what is used: approve the original, edit the replacement, reject nothing', () => {
  const means = { approve: 'original', edit: 'replacement', reject: 'none' } as const;
  for (const state of ['held', 'released', 'flagged'] as const)
    for (const [event, use] of Object.entries(means) as [keyof typeof means, string][]) {
      const step = stepDecision(state, event);
      assert.ok(step.ok);
      assert.equal(outcomeOf(step.state).use, use, `${state} ${event}`);
    }
});
