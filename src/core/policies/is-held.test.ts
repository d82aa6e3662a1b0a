import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConsensusRoute, Route } from './document.ts';
import { goesToPeople, isHeld } from './is-held.ts';

const timeout = { action: 'keep-holding' } as const;
const release: Route = { kind: 'release' };
const review: Route = { kind: 'release-and-review', dueSeconds: 60 };
const hold: Route = { kind: 'hold', dueSeconds: 60, timeout };
const consensus: ConsensusRoute = {
  kind: 'consensus',
  dueSeconds: 60,
  judgements: { least: 2, most: 3 },
  meanwhile: 'hold',
  timeout,
};

test('held is what nobody may use before people have judged', () => {
  assert.deepEqual([release, review, hold, consensus].map(isHeld), [false, false, true, true]);
  assert.equal(isHeld({ ...consensus, meanwhile: 'release' }), false);
});

test('all routes but release go to people', () => {
  assert.deepEqual(
    [release, review, hold, consensus].map((route) => goesToPeople({ route })),
    [false, true, true, true],
  );
});

test('what gets the safe output goes to nobody, even where that output is null', () => {
  assert.equal(goesToPeople({ route: hold, safeOutput: null }), false);
});
