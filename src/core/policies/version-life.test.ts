import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type ApprovalRule,
  type PolicyEvent,
  type PolicyState,
  policyEvents,
  policyStates,
  stepVersion,
  versionLife,
} from './version-life.ts';

const rules = ['needed', 'not-needed'] as const satisfies readonly ApprovalRule[];

/** The whole table once more, as a person would write it down. `!` needs approval, `x` is final. */
const expected: Readonly<Record<PolicyState, string>> = {
  //           change  submit    approve   return  publish    supersede  discard
  draft: '     draft   submitted not       not     published! off        discarded',
  submitted: ' draft   already   approved  draft   published! off        discarded',
  approved: '  draft   already   twice     draft   published  off        discarded',
  published: ' x       x         x         x       x          superseded x',
  superseded: 'x       x         x         x       x          off        x',
  discarded: ' x       x         x         x       x          off        x',
};

const words: Readonly<Record<string, string>> = {
  final: 'x',
  'not-submitted': 'not',
  'submitted-already': 'already',
  'approved-already': 'twice',
  'not-in-force': 'off',
};

/** One cell under both rules; where they differ, only publishing without approval may be the reason. */
function written(state: PolicyState, event: PolicyEvent): string {
  const free = stepVersion(state, event, 'not-needed');
  const strict = stepVersion(state, event, 'needed');
  const word = free.ok ? free.state : (words[free.because] ?? free.because);
  if (!strict.ok && strict.because === 'needs-approval') return `${word}!`;
  assert.deepEqual(strict, free, `${state} ${event}`);
  return word;
}

test('every state answers every event as the table says', () => {
  for (const state of policyStates) {
    const row = policyEvents.map((event) => written(state, event));
    assert.deepEqual(row, expected[state].trim().split(/ +/), state);
  }
});

test('the table has exactly the states and events that are listed', () => {
  for (const rule of rules) {
    assert.deepEqual(Object.keys(versionLife[rule]).sort(), [...policyStates].sort());
    for (const row of Object.values(versionLife[rule]))
      assert.deepEqual(Object.keys(row).sort(), [...policyEvents].sort());
  }
});

test('every state can be reached from a draft', () => {
  for (const rule of rules) {
    const reached = new Set<PolicyState>(['draft']);
    for (let round = 0; round < policyStates.length; round += 1)
      for (const state of [...reached])
        for (const event of policyEvents) {
          const step = stepVersion(state, event, rule);
          if (step.ok) reached.add(step.state);
        }
    assert.deepEqual([...reached].sort(), [...policyStates].sort());
  }
});

type Lived = { state: PolicyState; happened: PolicyEvent[] };

/** What becomes of a draft under a row of events, refused ones left out. */
function live(events: readonly PolicyEvent[], rule: ApprovalRule): Lived[] {
  const lived: Lived[] = [{ state: 'draft', happened: [] }];
  for (const event of events) {
    const { state, happened } = lived.at(-1)!; // never empty
    const step = stepVersion(state, event, rule);
    if (step.ok) lived.push({ state: step.state, happened: [...happened, event] });
  }
  return lived;
}

const someEvents = fc.array(fc.constantFrom(...policyEvents), { maxLength: 30 });

test('where approval is needed, whatever is published was submitted and approved after its last change', () => {
  fc.assert(
    fc.property(someEvents, (events) => {
      for (const { state, happened } of live(events, 'needed')) {
        if (state !== 'published') continue;
        const sinceChange = happened.slice(
          Math.max(happened.lastIndexOf('change'), happened.lastIndexOf('return')) + 1,
        );
        assert.deepEqual(sinceChange, ['submit', 'approve', 'publish']);
      }
    }),
  );
});

test('what was in force or given up never comes back, and is published once at most', () => {
  fc.assert(
    fc.property(someEvents, fc.constantFrom(...rules), (events, rule) => {
      const lived = live(events, rule);
      const states = lived.map(({ state }) => state);
      const end = states.findIndex((state) => state === 'superseded' || state === 'discarded');
      if (end >= 0) assert.equal(end, states.length - 1);
      const { happened } = lived.at(-1)!; // never empty
      assert.ok(happened.filter((event) => event === 'publish').length <= 1);
      assert.ok(!(happened.includes('publish') && happened.includes('discard')));
    }),
  );
});

test('a needless approval changes nothing about what may be published', () => {
  fc.assert(
    fc.property(someEvents, (events) => {
      const strict = live(events, 'needed').at(-1)!; // never empty
      const free = live(strict.happened, 'not-needed').at(-1)!; // never empty
      assert.deepEqual(
        free,
        strict,
        'every way that is allowed where approval is needed is allowed everywhere',
      );
    }),
  );
});

test('only a version in force is superseded, and from there nothing else happens', () => {
  for (const rule of rules)
    for (const state of policyStates) {
      assert.equal(stepVersion(state, 'supersede', rule).ok, state === 'published');
      if (state !== 'published') continue;
      const possible = policyEvents.filter((event) => stepVersion(state, event, rule).ok);
      assert.deepEqual(possible, ['supersede']);
    }
});
