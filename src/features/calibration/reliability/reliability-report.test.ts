import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnsOf } from '../../../core/calibration/observations/observations.ts';
import { reliability } from '../../../core/calibration/reliability.ts';
import { openRandom } from '../../../core/stats/random.ts';
import { reliabilityReport } from './reliability-report.ts';

function report(observations: { confidence: number; correct: boolean }[]) {
  const columns = columnsOf(observations.map((one) => ({ ...one, weight: 1, audited: true })));
  return reliabilityReport(reliability(columns, { seed: 1, bins: 10 }), 10);
}

const random = openRandom(11);
const many = report(
  Array.from({ length: 2000 }, () => {
    const confidence = random.uniform();
    return { confidence, correct: random.uniform() < confidence };
  }),
);

test('without labels nothing is claimed, and every gap has its reason', () => {
  const none = report([]);
  assert.deepEqual([none.curve, none.values, none.gapByDecile, none.distinctValues], [[], [], [], 0]);
  assert.deepEqual(none.accuracy, { value: null, interval: null, because: 'There are no labels.' });
  assert.deepEqual([none.ece.value, none.ece.indistinguishable, none.scores.auroc], [null, null, null]);
  assert.deepEqual(
    none.tests.map(({ pValue }) => pValue),
    [null, null, null],
  );
});

test('a calibrated model cannot be told from one, and its curve lies in the band', () => {
  assert.equal(many.ece.indistinguishable, true);
  assert.ok((many.ece.value ?? 1) < (many.ece.nullQ95 ?? 0));
  const outside = many.curve.filter(({ accuracy, bandLow, bandHigh }) => {
    return accuracy < (bandLow ?? 0) - 1e-9 || accuracy > (bandHigh ?? 1) + 1e-9;
  });
  assert.ok(outside.length < many.curve.length / 4, `${outside.length} of ${many.curve.length}`);
});

test('the curve rises from left to right, and so do its places', () => {
  for (const [place, point] of many.curve.entries()) {
    const before = many.curve[place - 1];
    if (!before) continue;
    assert.ok(point.confidence > before.confidence);
    assert.ok(point.accuracy >= before.accuracy - 1e-12);
  }
});

test('Brier is miscalibration less discrimination plus uncertainty', () => {
  const { brier, miscalibration, discrimination, uncertainty } = many.scores;
  const sum = (miscalibration ?? 0) - (discrimination ?? 0) + (uncertainty ?? 0);
  assert.ok(Math.abs((brier.value ?? 0) - sum) < 1e-12);
  assert.ok(brier.interval && brier.interval.low < (brier.value ?? 0));
});

test('few distinct confidences are listed each with its share of right', () => {
  const few = report([0.9, 0.9, 0.9, 0.5].map((confidence, place) => ({ confidence, correct: place !== 0 })));
  assert.deepEqual(
    few.values.map(({ confidence, n, audited, accuracy }) => [confidence, n, audited, accuracy]),
    [
      [0.5, 1, 1, 1],
      [0.9, 3, 3, 2 / 3],
    ],
  );
  assert.equal(few.ece.indistinguishable, null, 'four labels make no verdict');
  assert.match(few.gapSentence, /too few for a verdict/);
});

test('deciles hold about a tenth of the labels each', () => {
  assert.equal(many.gapByDecile.length, 10);
  for (const { n, confidence, from, to } of many.gapByDecile) {
    assert.ok(n > 150 && n < 250);
    assert.ok(confidence >= from && confidence <= to);
  }
});
