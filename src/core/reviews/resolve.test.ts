import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { stepDecision } from '../decisions/life.ts';
import {
  isOverride,
  resolve,
  type StandingVerdict,
  type Tier,
  type VerdictKind,
  verdictKinds,
} from './resolve.ts';

function verdict(kind: VerdictKind, tier: Tier = 1): StandingVerdict {
  return { kind, tier };
}

test('no verdict: still waiting', () => {
  assert.deepEqual(resolve([]), { kind: 'waiting' });
});

test('one verdict of approve, edit or reject settles it', () => {
  for (const by of ['approve', 'edit', 'reject'] as const)
    for (const tier of [1, 2] as const)
      assert.deepEqual(resolve([verdict(by, tier)]), { kind: 'settled', by, verdictIndex: 0 });
});

test('a reviewer who cannot decide asks an expert', () => {
  assert.deepEqual(resolve([verdict('cannot-decide')]), { kind: 'ask-another', tier: 2 });
});

test('an expert who cannot decide ends it: there is nobody left to ask', () => {
  assert.deepEqual(resolve([verdict('cannot-decide', 2)]), { kind: 'cannot-decide' });
  assert.deepEqual(resolve([verdict('cannot-decide'), verdict('cannot-decide', 2)]), {
    kind: 'cannot-decide',
  });
});

test('the expert’s verdict carries the effect after a reviewer could not decide', () => {
  for (const by of ['approve', 'edit', 'reject'] as const)
    assert.deepEqual(resolve([verdict('cannot-decide'), verdict(by, 2)]), {
      kind: 'settled',
      by,
      verdictIndex: 1,
    });
});

test('an edit or a rejection is an override; an approval or "cannot decide" is none', () => {
  assert.equal(isOverride(resolve([verdict('edit')])), true);
  assert.equal(isOverride(resolve([verdict('reject')])), true);
  assert.equal(isOverride(resolve([verdict('approve')])), false);
  assert.equal(isOverride(resolve([verdict('cannot-decide')])), false);
  assert.equal(isOverride(resolve([verdict('cannot-decide', 2)])), false);
  assert.equal(isOverride(resolve([])), false);
});

test('whatever the last verdict says is taken from the last verdict', () => {
  const any = fc.record({
    kind: fc.constantFrom(...verdictKinds),
    tier: fc.constantFrom<Tier>(1, 2),
  });
  fc.assert(
    fc.property(fc.array(any, { minLength: 1, maxLength: 4 }), (verdicts) => {
      const resolution = resolve(verdicts);
      const last = verdicts.at(-1);
      assert.equal(resolution.kind === 'settled', last?.kind !== 'cannot-decide');
      if (resolution.kind === 'settled') assert.deepEqual(verdicts[resolution.verdictIndex], last);
    }),
  );
});

test('a task never asks more than one expert: two rounds come to an end', () => {
  for (const first of verdictKinds) {
    const one = resolve([verdict(first, 1)]);
    if (one.kind !== 'ask-another') continue;
    for (const second of verdictKinds) {
      const two = resolve([verdict(first, 1), verdict(second, one.tier)]);
      assert.ok(two.kind === 'settled' || two.kind === 'cannot-decide');
    }
  }
});

test('every resolution is an event that an unsettled decision accepts', () => {
  for (const kind of verdictKinds) {
    const resolution = resolve([verdict(kind, 2)]);
    const event = resolution.kind === 'settled' ? resolution.by : 'cannot-decide';
    for (const state of ['held', 'released', 'flagged'] as const)
      assert.equal(stepDecision(state, event).ok, true, `${state} ${event}`);
  }
});
