import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type CheckedDecision, checkDecision, furthestIdMs, idTimeMs, oldestIdMs } from './check-decision.ts';

const nowMs = Date.UTC(2025, 2, 1, 12);
const classes = new Set(['card_arrival', 'lost_card', 'constructor_card']);

function idOf(timeMs: number): string {
  const hex = timeMs.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-774b-bcce-b302099a8057`;
}

const good: CheckedDecision = {
  decisionId: idOf(nowMs),
  confidence: 0.9,
  label: 'lost_card',
  probabilities: { lost_card: 0.9, card_arrival: 0.1 },
};

function codes(change: Partial<CheckedDecision>, known: ReadonlySet<string> | null = classes): string[] {
  return checkDecision({ ...good, ...change }, known, nowMs).map((problem) => problem.code);
}

test('a good decision has no problems, and checking it allocates no list', () => {
  assert.deepEqual(codes({}), []);
  assert.equal(checkDecision(good, classes, nowMs), checkDecision(good, classes, nowMs));
});

test('both ends of the confidence are allowed', () => {
  for (const confidence of [0, -0, 1, 5e-324]) assert.deepEqual(codes({ confidence }), []);
});

test('a confidence that is no number from 0 to 1 is refused, never clamped', () => {
  for (const confidence of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1e-9, 1.0000001])
    assert.deepEqual(codes({ confidence }), ['decision.confidence'], String(confidence));
});

test('the sentence says what the confidence was', () => {
  const [problem] = checkDecision({ ...good, confidence: 1.02 }, classes, nowMs);
  assert.equal(problem?.message, 'The confidence must be a number from 0 to 1; this one is 1.02.');
});

test('the time of an id is read from its first 48 bits (RFC 9562, appendix A.6)', () => {
  // The example of the standard: 2022-02-22 14:22:22.000 UTC-5.
  assert.equal(idTimeMs('017f22e2-79b0-7cc3-98c4-dc0c0c07398f'), 0x017f22e279b0);
  assert.equal(new Date(0x017f22e279b0).toISOString(), '2022-02-22T19:22:22.000Z');
});

test('an id that is not a UUIDv7 in lower case is refused', () => {
  for (const decisionId of [
    '',
    'x',
    good.decisionId.toUpperCase(),
    good.decisionId.replaceAll('-', ''),
    `${good.decisionId} `,
    good.decisionId.replace('-7', '-4'),
    '0195517c-7200-774b-7cce-b302099a8057',
  ])
    assert.deepEqual(codes({ decisionId }), ['decision.id-malformed'], decisionId);
});

test('an id may be up to seven days old and up to five minutes ahead', () => {
  assert.deepEqual(codes({ decisionId: idOf(nowMs - oldestIdMs) }), []);
  assert.deepEqual(codes({ decisionId: idOf(nowMs - oldestIdMs - 1) }), ['decision.id-too-old']);
  assert.deepEqual(codes({ decisionId: idOf(nowMs + furthestIdMs) }), []);
  assert.deepEqual(codes({ decisionId: idOf(nowMs + furthestIdMs + 1) }), ['decision.id-in-the-future']);
});

test('the extreme times of an id are told as times', () => {
  const [last] = checkDecision(
    { ...good, decisionId: 'ffffffff-ffff-774b-bcce-b302099a8057' },
    classes,
    nowMs,
  );
  assert.equal(last?.code, 'decision.id-in-the-future');
  const [first] = checkDecision(
    { ...good, decisionId: '00000000-0000-774b-bcce-b302099a8057' },
    classes,
    nowMs,
  );
  assert.match(first?.message ?? '', /1970-01-01/);
});

test('a class nobody declared is refused by name', () => {
  assert.deepEqual(codes({ label: 'lost_crad', probabilities: null }), ['decision.label-unknown']);
  assert.deepEqual(codes({ label: 'constructor', probabilities: null }), ['decision.label-unknown']);
});

test('a use case with classes needs one', () => {
  assert.deepEqual(codes({ label: null }), ['decision.label-missing']);
});

test('a use case without classes takes neither class nor probabilities', () => {
  assert.deepEqual(codes({ label: null, probabilities: null }, null), []);
  assert.deepEqual(codes({ label: 'x', probabilities: null }, null), ['decision.label-unexpected']);
  assert.deepEqual(codes({ label: null, probabilities: { x: 1 } }, null), ['decision.probability-class']);
  assert.deepEqual(codes({ label: null, probabilities: {} }, null), []);
});

test('a probability outside 0 to 1 or of an unknown class is refused', () => {
  for (const value of [Number.NaN, -0.1, 1.1, Number.POSITIVE_INFINITY])
    assert.deepEqual(codes({ probabilities: { lost_card: value } }), ['decision.probability']);
  assert.deepEqual(codes({ probabilities: { lost_crad: 0.5 } }), ['decision.probability-class']);
  assert.deepEqual(codes({ probabilities: JSON.parse('{"__proto__": 0.5}') }), [
    'decision.probability-class',
  ]);
});

test('probabilities need not add up to one: some models score classes independently', () => {
  assert.deepEqual(codes({ probabilities: { lost_card: 0.9, card_arrival: 0.8 } }), []);
});

test('every problem is told at once', () => {
  const found = codes({
    decisionId: 'x',
    confidence: 2,
    label: 'x',
    probabilities: { lost_card: 2 },
  });
  assert.deepEqual(found, [
    'decision.id-malformed',
    'decision.confidence',
    'decision.label-unknown',
    'decision.probability',
  ]);
});

test('whatever the numbers, good ones pass and bad ones never do', () => {
  fc.assert(
    fc.property(fc.double(), fc.double(), (confidence, probability) => {
      const fits = (value: number) => value >= 0 && value <= 1;
      const found = codes({ confidence, probabilities: { lost_card: probability } });
      assert.equal(found.includes('decision.confidence'), !fits(confidence));
      assert.equal(found.includes('decision.probability'), !fits(probability));
    }),
  );
});

test('an id made within the window passes, whatever its random bits', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -oldestIdMs, max: furthestIdMs }),
      fc.uuid({ version: 7 }),
      (offset, random) => {
        const decisionId = idOf(nowMs + offset).slice(0, 13) + random.slice(13);
        assert.deepEqual(codes({ decisionId }), []);
        assert.equal(idTimeMs(decisionId), nowMs + offset);
      },
    ),
  );
});
