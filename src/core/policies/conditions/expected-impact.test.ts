import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { PolicySubject } from '../../use-cases/use-case.ts';
import type { PolicyFacts } from '../facts.ts';
import type { MapChoice } from '../map-choice.ts';
import { CannotEvaluate } from './cannot-evaluate.ts';
import { expectedImpactOf, onceADecision } from './expected-impact.ts';

const subject: PolicySubject = {
  outputKind: 'class',
  classes: [
    { name: 'refund', impact: 1 },
    { name: 'fraud', impact: 20 },
    { name: 'spam', impact: 0 },
  ],
  metadataFields: [],
};
const facts: PolicyFacts = {
  confidence: 0.75,
  label: 'refund',
  model: 'intent-2',
  metadata: {},
  probabilities: {},
  calibrated: null,
  modelState: 'active',
  nowMs: 0,
  backlog: null,
};

function impact(change: Partial<PolicyFacts>, calibration: Record<string, MapChoice> = {}): number {
  return expectedImpactOf(subject, { calibration })({ ...facts, ...change });
}

function near(found: number, wanted: number): void {
  assert.ok(Math.abs(found - wanted) < 1e-12, `${found} is not ${wanted}`);
}

test('without probabilities it is the doubt times the impact of the class it chose', () => {
  assert.equal(impact({}), 0.25);
  assert.equal(impact({ label: 'fraud' }), 5);
  assert.equal(impact({ label: 'spam' }), 0);
});

test('with probabilities it is the doubt times the mean impact of the classes that may be right instead', () => {
  near(impact({ probabilities: { refund: 0.75, fraud: 0.2, spam: 0.05 } }), 0.25 * 16);
  near(impact({ probabilities: { refund: 0.75, fraud: 0.25 } }), 0.25 * 20);
  near(impact({ label: 'fraud', probabilities: { fraud: 0.75, refund: 0.25 } }), 0.25);
});

test('probabilities only compare classes: whatever their sum, the doubt is that of the confidence', () => {
  const shares = { refund: 0.75, fraud: 0.2, spam: 0.05 };
  near(impact({ probabilities: shares }), impact({ probabilities: { fraud: 0.4, spam: 0.1 } }));
  near(impact({ probabilities: shares }), impact({ probabilities: { refund: 0.1, fraud: 0.8, spam: 0.2 } }));
});

test('probabilities that leave nothing for the other classes say nothing about them', () => {
  assert.equal(impact({ probabilities: { refund: 1 } }), 0.25);
  assert.equal(impact({ probabilities: { refund: 0.75, fraud: 0 } }), 0.25);
});

test('the calibrated confidence counts where the policy names a map, the raw one elsewhere', () => {
  near(impact({ calibrated: 0.5 }, { 'intent-2': 3 }), 0.5);
  assert.equal(impact({}, { 'intent-1': 3 }), 0.25);
});

test('a map that is named but gave nothing is no reason to fall back to the raw confidence', () => {
  assert.throws(
    () => impact({}, { 'intent-2': 3 }),
    /^CannotEvaluate: the calibrated confidence is missing$/,
  );
});

test('a slice that no map is named for goes by the raw confidence, one whose map gave nothing by none', () => {
  const calibration = { 'intent-2': { bySlice: { by: 'label', values: { fraud: 3 } } } };
  assert.equal(impact({}, calibration), 0.25);
  assert.throws(() => impact({ label: 'fraud' }, calibration), CannotEvaluate);
  near(impact({ label: 'fraud', calibrated: 0.5 }, calibration), 10);
});

test('a class without an impact cannot be evaluated: it may be gone since the policy was published', () => {
  assert.throws(() => impact({ label: 'gone' }), CannotEvaluate);
  assert.throws(() => impact({ label: null }), CannotEvaluate);
  assert.throws(() => impact({ probabilities: { gone: 0.2 } }), CannotEvaluate);
  assert.throws(() => impact({ label: 'constructor' }), CannotEvaluate);
});

test('an impact that is no finite number never comes out as one', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const broken: PolicySubject = { ...subject, classes: [{ name: 'refund', impact: value }] };
    assert.throws(() => expectedImpactOf(broken, {})(facts), /the expected impact is no finite number/);
  }
  const huge: PolicySubject = {
    ...subject,
    classes: [
      { name: 'refund', impact: 1 },
      { name: 'fraud', impact: Number.MAX_VALUE },
    ],
  };
  assert.throws(
    () => expectedImpactOf(huge, {})({ ...facts, probabilities: { fraud: 1, refund: 0 }, confidence: -3 }),
    CannotEvaluate,
  );
});

const share = fc.double({ min: 0, max: 1, noNaN: true });

test('it lies between nothing and the doubt times the largest impact, and falls as confidence rises', () => {
  fc.assert(
    fc.property(
      share,
      share,
      fc.record({ refund: share, fraud: share, spam: share }),
      (one, other, probabilities) => {
        const [low, high] = one < other ? [one, other] : [other, one];
        const [dear, cheap] = [
          impact({ confidence: low, probabilities }),
          impact({ confidence: high, probabilities }),
        ];
        assert.ok(dear >= cheap && cheap >= 0 && dear <= (1 - low) * 20 + 1e-9);
      },
    ),
  );
});

test('it is calculated once for a decision, and anew for the next', () => {
  let calculated = 0;
  const impactNow = onceADecision(({ confidence }) => {
    calculated += 1;
    return confidence;
  });
  assert.deepEqual([impactNow.read(facts), impactNow.read(facts)], [0.75, 0.75]);
  assert.equal(calculated, 1);
  impactNow.forget();
  assert.equal(impactNow.read({ ...facts, confidence: 0.5 }), 0.5);
  assert.equal(calculated, 2);
});

test('what could not be calculated is tried again by the next rule that reads it', () => {
  const impactNow = onceADecision(expectedImpactOf(subject, {}));
  assert.throws(() => impactNow.read({ ...facts, label: null }), CannotEvaluate);
  assert.throws(() => impactNow.read({ ...facts, label: null }), CannotEvaluate);
});
