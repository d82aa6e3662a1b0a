import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { describeRoute, describeSeconds } from './describe-route.ts';
import type { Route } from './document.ts';

const consensus: Route = {
  kind: 'consensus',
  dueSeconds: 60,
  meanwhile: 'hold',
  judgements: { least: 2, most: 3 },
  timeout: { action: 'reject', afterSeconds: 120 },
};

test('each route reads as a person would say it', () => {
  const told: readonly (readonly [Route, string])[] = [
    [{ kind: 'release' }, 'release'],
    [
      { kind: 'hold', dueSeconds: 900, timeout: { action: 'keep-holding' } },
      'hold for people within 15 minutes, and keep holding after that',
    ],
    [
      { kind: 'hold', dueSeconds: 900, tier: 2, timeout: { action: 'reject', afterSeconds: 3600 } },
      'hold for experts within 15 minutes, else reject after 1 hour',
    ],
    [
      { kind: 'hold', dueSeconds: 60, timeout: { action: 'release-and-flag', afterSeconds: 120 } },
      'hold for people within 1 minute, else release and flag after 2 minutes',
    ],
    [{ kind: 'release-and-review', dueSeconds: 86_400 }, 'release, and review within 1 day'],
    [
      { kind: 'release-and-review', dueSeconds: 7200, tier: 2 },
      'release, and review by experts within 2 hours',
    ],
    [
      { kind: 'release-and-review', dueSeconds: 7200, qualification: 'fraud-desk', blind: true },
      'release, and review by people with the qualification "fraud-desk" who do not see the output within 2 hours',
    ],
    [
      { kind: 'hold', dueSeconds: 60, timeout: { action: 'escalate', afterSeconds: 120 } },
      'hold for people within 1 minute, else escalate to experts after 2 minutes',
    ],
    [
      { kind: 'hold', dueSeconds: 60, timeout: { action: 'safe-output', afterSeconds: 120, output: 'spam' } },
      'hold for people within 1 minute, else give the safe output "spam" after 2 minutes',
    ],
    [consensus, 'hold while 2 to 3 people find agreement within 1 minute, else reject after 2 minutes'],
    [
      { ...consensus, tier: 2, judgements: { least: 3, most: 3 }, timeout: { action: 'keep-holding' } },
      'hold while 3 experts find agreement within 1 minute, and keep holding after that',
    ],
    [
      { ...consensus, meanwhile: 'release', timeout: { action: 'keep-holding' } },
      'release while 2 to 3 people find agreement within 1 minute',
    ],
  ];
  for (const [route, words] of told) assert.equal(describeRoute(route), words);
});

test('seconds are told in the largest unit that divides them', () => {
  assert.equal(describeSeconds(1), '1 second');
  assert.equal(describeSeconds(59), '59 seconds');
  assert.equal(describeSeconds(60), '1 minute');
  assert.equal(describeSeconds(90), '90 seconds');
  assert.equal(describeSeconds(5400), '90 minutes');
  assert.equal(describeSeconds(3600), '1 hour');
  assert.equal(describeSeconds(86_400), '1 day');
  assert.equal(describeSeconds(90_000), '25 hours');
});

const seconds = fc.integer({ min: 1, max: 31_536_000 });

test('two different times never read the same', () => {
  fc.assert(
    fc.property(seconds, seconds, (one, other) => {
      assert.equal(describeSeconds(one) === describeSeconds(other), one === other);
    }),
  );
});

const people = {
  dueSeconds: seconds,
  tier: fc.constantFrom<1 | 2>(1, 2),
  qualification: fc.constantFrom('fraud-desk', 'cards'),
  blind: fc.constant(true),
};
const required = ['dueSeconds', 'tier', 'kind', 'timeout', 'meanwhile', 'judgements'] as const;
const timeout = fc.oneof(
  fc.constant({ action: 'keep-holding' as const }),
  fc.record({
    action: fc.constantFrom('reject' as const, 'release-and-flag' as const, 'escalate' as const),
    afterSeconds: seconds,
  }),
  fc.record({ action: fc.constant('safe-output' as const), afterSeconds: seconds, output: fc.jsonValue() }),
);
const anyRoute: fc.Arbitrary<Route> = fc.oneof(
  fc.constant<Route>({ kind: 'release' }),
  fc.record(
    { kind: fc.constant('release-and-review' as const), ...people },
    { requiredKeys: ['kind', 'dueSeconds', 'tier'] },
  ),
  fc.record(
    { kind: fc.constant('hold' as const), ...people, timeout },
    { requiredKeys: ['kind', 'dueSeconds', 'tier', 'timeout'] },
  ),
  fc.record(
    {
      kind: fc.constant('consensus' as const),
      ...people,
      meanwhile: fc.constantFrom('hold' as const, 'release' as const),
      judgements: fc.record({ least: fc.integer({ min: 1, max: 3 }), most: fc.integer({ min: 3, max: 5 }) }),
      timeout,
    },
    { requiredKeys: [...required] },
  ),
);

test('two different routes never read the same: the diff relies on it', () => {
  fc.assert(
    fc.property(anyRoute, anyRoute, (one, other) => {
      const alike = JSON.stringify(one) === JSON.stringify(other);
      assert.equal(describeRoute(one) === describeRoute(other), alike);
    }),
  );
});
