import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Route } from '../policies/document.ts';
import { modelStates } from '../policies/facts.ts';
import {
  drawFor,
  type FirstState,
  firstStateOf,
  firstStates,
  purposeFor,
  recordedFirstState,
} from './first-state.ts';
import { outcomeOf } from './outcome.ts';

const timeout = { action: 'keep-holding' } as const;
const judgements = { least: 2, most: 3 };
const routes: Readonly<Record<string, Route>> = {
  release: { kind: 'release' },
  hold: { kind: 'hold', dueSeconds: 60, timeout },
  review: { kind: 'release-and-review', dueSeconds: 60 },
  'held consensus': { kind: 'consensus', meanwhile: 'hold', dueSeconds: 60, judgements, timeout },
  'released consensus': { kind: 'consensus', meanwhile: 'release', dueSeconds: 60, judgements, timeout },
};
const audit = { stratum: 'rest', rate: 0.1 };

test('each route begins in its state, and opens a task for its purpose', () => {
  const expected: Readonly<Record<string, [FirstState, string | null, string | null]>> = {
    //                     state       purpose     purpose when drawn
    release: ['released', null, 'audit'],
    hold: ['held', 'approval', 'approval'],
    review: ['released', 'review', 'review'],
    'held consensus': ['held', 'approval', 'approval'],
    'released consensus': ['released', 'review', 'review'],
  };
  for (const [name, route] of Object.entries(routes)) {
    for (const modelState of ['active', 'probation'] as const) {
      const state = firstStateOf({ route }, modelState);
      const made = [state, purposeFor(state, route.kind, false), purposeFor(state, route.kind, true)];
      assert.deepEqual(made, expected[name], name);
    }
  }
});

test('a model version in shadow is only recorded, whatever the policy says', () => {
  for (const route of Object.values(routes)) {
    const state = firstStateOf({ route, safeOutput: 'other' }, 'shadow');
    assert.equal(state, 'shadowed');
    assert.equal(purposeFor(state, route.kind, true), null);
  }
});

test('a safe output is given at once: nobody is asked, also where the safe output is null', () => {
  for (const safeOutput of ['other', null]) {
    const state = firstStateOf({ route: routes.hold!, safeOutput }, 'active'); // listed above
    assert.equal(state, 'defaulted');
    assert.equal(purposeFor(state, 'hold', true), null);
  }
});

test('the draw is made for everything; what nobody will judge has the probability 0', () => {
  const probability = (name: string, more: object, state: FirstState) =>
    drawFor(0.05, { route: routes[name]!, audit, ...more }, state); // listed above
  assert.deepEqual(probability('release', {}, 'released'), {
    stratum: 'rest',
    audited: true,
    inclusionProbability: 0.1,
  });
  assert.equal(probability('hold', {}, 'held').inclusionProbability, 1);
  assert.equal(probability('review', {}, 'released').inclusionProbability, 1);
  assert.equal(probability('released consensus', {}, 'released').inclusionProbability, 1);
  for (const [name, more, state] of [
    ['hold', { safeOutput: 'other' }, 'defaulted'],
    ['release', {}, 'shadowed'],
    ['hold', {}, 'shadowed'],
  ] as const) {
    const draw = probability(name, more, state);
    assert.deepEqual([draw.audited, draw.inclusionProbability], [true, 0]);
  }
});

test('the first state of a recorded decision is read back from its route and the purpose of its task', () => {
  for (const route of Object.values(routes))
    for (const safe of [{}, { safeOutput: 'other' }])
      for (const modelState of modelStates)
        for (const audited of [false, true]) {
          if (route.kind === 'release' && 'safeOutput' in safe) continue; // only what would be held gets one
          const state = firstStateOf({ route, ...safe }, modelState);
          const kind = state === 'shadowed' ? 'shadow' : route.kind;
          assert.equal(recordedFirstState(kind, purposeFor(state, route.kind, audited)), state);
        }
});

test('only a held decision keeps its caller waiting', () => {
  for (const state of firstStates) assert.equal(outcomeOf(state).final, state !== 'held');
});
