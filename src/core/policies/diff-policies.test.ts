import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { diffPolicies } from './diff-policies.ts';
import type { PolicyDocument, Route, Rule } from './document.ts';

const hold: Route = { kind: 'hold', dueSeconds: 900, timeout: { action: 'keep-holding' } };
const release: Route = { kind: 'release' };

function rule(name: string, when = `model == "${name}"`, route: Route = release): Rule {
  return { name, when, route };
}

function policy(rules: readonly Rule[], change: Partial<PolicyDocument> = {}): PolicyDocument {
  return { rules, otherwise: hold, audit: { rate: 0.05 }, ...change };
}

function sentences(from: PolicyDocument, to: PolicyDocument): readonly string[] {
  return diffPolicies(from, to).map((change) => change.sentence);
}

const [a, b, c, d] = [rule('a'), rule('b'), rule('c'), rule('d')];

test('nothing changed, nothing told', () => {
  assert.deepEqual(diffPolicies(policy([a, b]), policy([a, b])), []);
  assert.deepEqual(diffPolicies(policy([]), policy([])), []);
  assert.deepEqual(diffPolicies(policy([a]), structuredClone(policy([a]))), []);
});

test('an added rule is told with its place, condition and route', () => {
  assert.deepEqual(diffPolicies(policy([a]), policy([a, rule('new', 'confidence > 0.9', hold)])), [
    {
      at: '/rules/1',
      kind: 'added',
      sentence:
        'Rule "new" was added at place 2: when confidence > 0.9, then hold for people within 15 minutes, and keep holding after that.',
    },
  ]);
});

test('a removed rule points at where it was', () => {
  assert.deepEqual(diffPolicies(policy([a, b]), policy([a])), [
    { at: '/rules/1', kind: 'removed', sentence: 'Rule "b" was removed.' },
  ]);
});

test('rules behind a removed or added one have not moved', () => {
  assert.deepEqual(
    diffPolicies(policy([a, b, c]), policy([b, c])).map((change) => change.kind),
    ['removed'],
  );
  assert.deepEqual(
    diffPolicies(policy([b, c]), policy([a, b, c])).map((change) => change.kind),
    ['added'],
  );
});

test('a changed condition is told with the old one', () => {
  assert.deepEqual(diffPolicies(policy([rule('a', 'x')]), policy([rule('a', 'y')])), [
    { at: '/rules/0', kind: 'changed', sentence: 'Rule "a" now applies when y (before: x).' },
  ]);
});

test('a changed route is told with the old one', () => {
  assert.deepEqual(sentences(policy([a]), policy([{ ...a, route: hold }])), [
    'Rule "a" now does: hold for people within 15 minutes, and keep holding after that (before: release).',
  ]);
});

test('condition and route changed together are two sentences about one place', () => {
  const changes = diffPolicies(policy([a]), policy([rule('a', 'y', hold)]));
  assert.deepEqual(
    changes.map(({ at, kind }) => [at, kind]),
    [
      ['/rules/0', 'changed'],
      ['/rules/0', 'changed'],
    ],
  );
});

test('the same rule under another name was renamed, not removed and added', () => {
  assert.deepEqual(diffPolicies(policy([a, b]), policy([a, { ...b, name: 'bee' }])), [
    { at: '/rules/1', kind: 'changed', sentence: 'Rule "b" is now called "bee".' },
  ]);
});

test('of alike rules each is renamed once', () => {
  const [one, two] = [rule('one', 'true'), rule('two', 'true')];
  const changes = diffPolicies(
    policy([one]),
    policy([
      { ...one, name: 'uno' },
      { ...two, name: 'due' },
    ]),
  );
  assert.deepEqual(
    changes.map((change) => change.kind),
    ['changed', 'added'],
  );
});

test('one rule pulled to the front is the only one that moved', () => {
  assert.deepEqual(diffPolicies(policy([a, b, c, d]), policy([d, a, b, c])), [
    { at: '/rules/0', kind: 'moved', sentence: 'Rule "d" moved to place 1.' },
  ]);
});

test('one rule put at the end is the only one that moved', () => {
  assert.deepEqual(sentences(policy([a, b, c, d]), policy([b, c, d, a])), ['Rule "a" moved to place 4.']);
});

test('two that changed places are one move', () => {
  assert.equal(diffPolicies(policy([a, b]), policy([b, a])).length, 1);
});

test('a rule that moved and changed is told as both', () => {
  const changes = diffPolicies(policy([a, b, c]), policy([rule('c', 'y'), a, b]));
  assert.deepEqual(
    changes.map((change) => change.kind),
    ['moved', 'changed'],
  );
});

test('another otherwise is told with the old one', () => {
  assert.deepEqual(diffPolicies(policy([]), policy([], { otherwise: release })), [
    {
      at: '/otherwise',
      kind: 'changed',
      sentence:
        'Otherwise it now does: release (before: hold for people within 15 minutes, and keep holding after that).',
    },
  ]);
});

test('a tier of 1 and no tier are the same', () => {
  assert.deepEqual(diffPolicies(policy([]), policy([], { otherwise: { ...hold, tier: 1 } })), []);
  assert.equal(diffPolicies(policy([]), policy([], { otherwise: { ...hold, tier: 2 } })).length, 1);
});

test('another audit rate is told in percent without the dust of rounding', () => {
  assert.deepEqual(sentences(policy([]), policy([], { audit: { rate: 0.07 } })), [
    'The audit rate went from 5 % to 7 %.',
  ]);
  assert.deepEqual(sentences(policy([]), policy([], { audit: { rate: 0.29 } })), [
    'The audit rate went from 5 % to 29 %.',
  ]);
  assert.deepEqual(sentences(policy([]), policy([], { audit: { rate: 0.0005 } })), [
    'The audit rate went from 5 % to 0.05 %.',
  ]);
});

test('another due time of the audit is told', () => {
  const [change] = diffPolicies(policy([]), policy([], { audit: { rate: 0.05, dueSeconds: 60 } }));
  assert.equal(change?.at, '/audit/dueSeconds');
});

test('strata are told apart like rules', () => {
  const stratum = { name: 'large', when: 'metadata.amount > 1', rate: 0.2 };
  const audit = { rate: 0.05, strata: [stratum] };
  assert.deepEqual(sentences(policy([]), policy([], { audit })), [
    'Stratum "large" was added at place 1: when metadata.amount > 1, audited at 20 %.',
  ]);
  assert.deepEqual(sentences(policy([], { audit }), policy([])), ['Stratum "large" was removed.']);
  const dearer = { rate: 0.05, strata: [{ ...stratum, rate: 0.5 }] };
  assert.deepEqual(sentences(policy([], { audit }), policy([], { audit: dearer })), [
    'Stratum "large" went from 20 % to 50 %.',
  ]);
  const other = { rate: 0.05, strata: [{ ...stratum, when: 'true' }] };
  assert.deepEqual(sentences(policy([], { audit }), policy([], { audit: other })), [
    'Stratum "large" now applies when true (before: metadata.amount > 1).',
  ]);
});

const anyRoute: fc.Arbitrary<Route> = fc.constantFrom<Route>(release, hold, {
  kind: 'release-and-review',
  dueSeconds: 60,
});
const anyRules = fc.uniqueArray(
  fc.record({ name: fc.constantFrom(...'abcdefgh'), when: fc.constantFrom('x', 'y', 'z'), route: anyRoute }),
  { selector: (one) => one.name, maxLength: 8 },
);

test('a policy does not differ from itself, and differs from any other', () => {
  fc.assert(
    fc.property(anyRules, anyRules, (one, other) => {
      assert.deepEqual(diffPolicies(policy(one), policy(one)), []);
      const same = JSON.stringify(one) === JSON.stringify(other);
      assert.equal(diffPolicies(policy(one), policy(other)).length === 0, same);
    }),
  );
});

test('what one way adds, the other way removes', () => {
  const count = (from: readonly Rule[], to: readonly Rule[], kind: string) =>
    diffPolicies(policy(from), policy(to)).filter((change) => change.kind === kind).length;
  fc.assert(
    fc.property(anyRules, anyRules, (one, other) => {
      assert.equal(count(one, other, 'added'), count(other, one, 'removed'));
    }),
  );
});

test('every change points at a place that exists', () => {
  fc.assert(
    fc.property(anyRules, anyRules, (one, other) => {
      for (const { at, kind } of diffPolicies(policy(one), policy(other))) {
        const index = Number(at.split('/')[2]);
        assert.ok(index < (kind === 'removed' ? one : other).length, `${kind} ${at}`);
      }
    }),
  );
});

test('a shuffle moves some, adds none and removes none', () => {
  const shuffled = anyRules.chain((rules) =>
    fc.tuple(fc.constant(rules), fc.shuffledSubarray([...rules], { minLength: rules.length })),
  );
  fc.assert(
    fc.property(shuffled, ([before, after]) => {
      const changes = diffPolicies(policy(before), policy(after));
      assert.ok(changes.every((change) => change.kind === 'moved'));
      assert.ok(changes.length < Math.max(1, before.length));
    }),
  );
});
