// What every fit has in common: known answers, rejections, weights.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../../testing/near.ts';
import {
  anyObservations,
  columnsFrom,
  columnsOfTable,
  drawLabels,
  levelsFrom,
  type TableRow,
  weightedTable,
} from '../../../testing/observations.ts';
import { logLoss } from '../measures/proper-scores.ts';
import type { Levels } from '../observations/levels.ts';
import { type Columns, columnsOf } from '../observations/observations.ts';
import { applyMap, type CalibrationMap, sigmoid } from './calibration-map.ts';
import { checkMap } from './check-map.ts';
import type { Fit } from './fit.ts';
import { fitBeta } from './fit-beta.ts';
import { fitIsotonic } from './fit-isotonic.ts';
import { fitPlatt } from './fit-platt.ts';
import { fitTemperature } from './fit-temperature.ts';

const fits = { temperature: fitTemperature, platt: fitPlatt, beta: fitBeta, isotonic: fitIsotonic };

/** Eight rows around ½, where all three coefficients of beta are inside of their bounds. */
const wideTable = columnsOfTable([
  [0.1, 1, 9, 1],
  [0.2, 2, 6, 2],
  [0.35, 5, 6, 1.5],
  [0.5, 9, 8, 1],
  [0.65, 12, 3, 2],
  [0.8, 17, 2, 3],
  [0.9, 16, 3, 1],
  [0.97, 29, 3, 1],
]);

function mapOf<Method extends CalibrationMap['method']>(fit: Fit, method: Method) {
  assert.ok(fit.ok, fit.ok ? '' : fit.because);
  assert.equal(fit.map.method, method);
  return fit.map as Extract<CalibrationMap, { method: Method }>; // the method, as just seen
}

function because(fit: Fit): string {
  assert.equal(fit.ok, false);
  return fit.ok ? '' : fit.because;
}

function lossAfter(columns: Columns, map: CalibrationMap): number {
  const confidence = columns.confidence.map((one) => applyMap(map, one));
  return logLoss(levelsFrom({ ...columns, confidence }))?.value ?? Number.NaN;
}

test('A23: the temperature of eight binary logits is 2/ln 3', () => {
  const logits = [2, 2, 2, 2, -2, -2, -2, -2];
  const columns = columnsFrom(logits.map(sigmoid), [1, 1, 1, 0, 0, 0, 0, 1]);
  const map = mapOf(fitTemperature(levelsFrom(columns)), 'temperature');
  // Confidence in millionths moves the temperature by 7e-7.
  near(map.temperature, 1.820478453254, { absolute: 1e-6 });
  near(logLoss(levelsFrom(columns))?.value, 0.626928011043, { absolute: 1e-6 });
  near(lossAfter(columns, map), 0.562335144619, { absolute: 1e-9 });
});

test('A24: separable logits have no finite temperature, so the fit is rejected', () => {
  const levels = levelsFrom(columnsFrom([1, 2, -1].map(sigmoid), [1, 1, 0]));
  assert.match(because(fitTemperature(levels)), /no finite temperature/);
  assert.match(because(fitPlatt(levels)), /parts the right from the wrong/);
  assert.match(because(fitBeta(levels)), /parts the right from the wrong/);
});

test('labels that part at ½ but for one at ½ have no finite temperature either', () => {
  assert.match(
    because(fitTemperature(levelsFrom(columnsFrom([0.2, 0.5, 0.5, 0.9], [0, 0, 1, 1])))),
    /no finite temperature/,
  );
});

test('a threshold that has one group on both sides is separable too: the curve gets ever steeper', () => {
  const levels = levelsFrom(columnsFrom([0.3, 0.6, 0.6, 0.9], [0, 0, 1, 1]));
  assert.match(because(fitPlatt(levels)), /parts the right from the wrong/);
});

test('the weighted temperature is where the derivative of the loss is 0', () => {
  // By SciPy (brentq) on the same table.
  const map = mapOf(fitTemperature(levelsFrom(weightedTable)), 'temperature');
  near(map.temperature, 1.4711301068401852, { relative: 1e-10 });
  near(lossAfter(weightedTable, map), 0.40480155499185294, { absolute: 1e-6 });
});

test('weighted Platt scaling agrees with Newton in NumPy', () => {
  const map = mapOf(fitPlatt(levelsFrom(weightedTable)), 'platt');
  near(map.slope, 0.54951263, { absolute: 1e-8 });
  near(map.intercept, 0.35034551, { absolute: 1e-8 });
  const wide = mapOf(fitPlatt(levelsFrom(wideTable)), 'platt');
  near(wide.slope, 0.86989003, { absolute: 1e-8 });
  near(wide.intercept, 0.38593625, { absolute: 1e-8 });
});

test('weighted beta calibration agrees with Newton in NumPy', () => {
  const map = mapOf(fitBeta(levelsFrom(wideTable)), 'beta');
  near(map.a, 1.97766433, { absolute: 1e-8 });
  near(map.b, 0.1491773, { absolute: 1e-7 });
  near(map.intercept, 1.93731886, { absolute: 1e-8 });
});

test('where beta would fall on one side that coefficient is 0 and the other fitted anew', () => {
  // Without bounds a would be −1.14.
  const map = mapOf(fitBeta(levelsFrom(weightedTable)), 'beta');
  assert.equal(map.a, 0);
  near(map.b, 0.63140485, { absolute: 1e-8 });
  near(map.intercept, 0.07871953, { absolute: 1e-8 });
});

test('the isotonic map goes through the steps of the weighted fit', () => {
  const map = mapOf(fitIsotonic(levelsFrom(weightedTable)), 'isotonic');
  assert.deepEqual(map.confidence, [0.55, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99]);
  [2 / 3, 2 / 3, 5 / 7, 3 / 4, 5 / 6, 6 / 7, 40 / 41].forEach((probability, knot) => {
    near(map.probability[knot], probability, { absolute: 1e-12 });
  });
});

test('isotonic never says certain: a step of one outcome answers with the rule of succession', () => {
  const table = columnsOfTable([
    [0.2, 0, 8, 1],
    [0.5, 3, 3, 1],
    [0.9, 18, 0, 1],
  ]);
  assert.deepEqual(mapOf(fitIsotonic(levelsFrom(table)), 'isotonic').probability, [0.1, 0.5, 0.95]);
});

test('the rule of succession stops at the neighbouring step, so the map still rises', () => {
  const table = columnsOfTable([
    [0.2, 0, 1, 1],
    [0.5, 1, 9, 1],
    [0.8, 9, 1, 1],
    [0.9, 1, 0, 1],
  ]);
  assert.deepEqual(mapOf(fitIsotonic(levelsFrom(table)), 'isotonic').probability, [0.1, 0.1, 0.9, 0.9]);
});

test('labels of one outcome are rejected by every fit, and no labels are', () => {
  for (const fit of Object.values(fits)) {
    assert.match(because(fit(levelsFrom(columnsFrom([0.4, 0.7, 0.9], [1, 1, 1])))), /^Every label is right/);
    assert.match(because(fit(levelsFrom(columnsFrom([0.4, 0.7, 0.9], [0, 0, 0])))), /^Every label is wrong/);
    assert.equal(because(fit(levelsFrom(columnsFrom([], [])))), 'There are no labels.');
  }
});

test('too few distinct confidences are rejected where the parameters could not be told apart', () => {
  const one = levelsFrom(columnsOfTable([[0.9, 8, 2, 1]]));
  const two = levelsFrom(
    columnsOfTable([
      [0.7, 6, 4, 1],
      [0.9, 8, 2, 1],
    ]),
  );
  assert.ok(fitTemperature(one).ok);
  assert.match(because(fitPlatt(one)), /needs at least 2/);
  assert.match(because(fitIsotonic(one)), /needs at least 2/);
  assert.ok(fitPlatt(two).ok);
  assert.match(because(fitBeta(two)), /There are 2 distinct confidences; this map needs at least 3\./);
});

test('confidence that runs against correctness is rejected by every fit', () => {
  const turned = levelsFrom(
    drawLabels({ labels: 500, seed: 1, truth: (confidence) => 0.9 - 0.8 * confidence }),
  );
  for (const fit of Object.values(fits))
    assert.match(because(fit(turned)), /does not go with more right decisions|settle/);
});

test('fits find the truth: temperature, Platt and beta worlds of 20,000 labels', () => {
  const worlds: { map: CalibrationMap; near: number }[] = [
    { map: { method: 'temperature', temperature: 2 }, near: 0.02 },
    { map: { method: 'platt', slope: 0.7, intercept: -0.5 }, near: 0.02 },
    { map: { method: 'beta', a: 0.6, b: 1.3, intercept: 0.2 }, near: 0.02 },
  ];
  for (const { map, near: absolute } of worlds) {
    const labels = drawLabels({ labels: 20_000, seed: 5, truth: (confidence) => applyMap(map, confidence) });
    for (const method of [map.method, 'isotonic'] as const) {
      const fit = fits[method as keyof typeof fits](levelsFrom(labels)); // none of the worlds is the identity
      assert.ok(fit.ok);
      for (const confidence of [0.1, 0.3, 0.5, 0.7, 0.9])
        near(applyMap(fit.map, confidence), applyMap(map, confidence), {
          absolute: method === 'isotonic' ? 0.05 : absolute,
        });
    }
  }
});

test('whole weights are as good as repetition', () => {
  const rows: TableRow[] = [
    [0.3, 2, 4, 1],
    [0.5, 3, 3, 3],
    [0.7, 5, 2, 2],
    [0.9, 9, 1, 5],
  ];
  const repeated = rows.map(([c, right, wrong, weight]): TableRow => [c, right * weight, wrong * weight, 1]);
  for (const fit of [fitTemperature, fitPlatt, fitBeta]) {
    const [one, other] = [rows, repeated].map((table) => fit(levelsFrom(columnsOfTable(table))));
    assert.ok(one?.ok && other?.ok);
    for (const confidence of [0.05, 0.5, 0.95])
      near(applyMap(one.map, confidence), applyMap(other.map, confidence), { absolute: 1e-9 });
  }
});

test('a fitted map never has more log-loss on its own labels than the identity, where it contains the identity', () => {
  fc.assert(
    fc.property(anyObservations({ minLength: 5 }), (observations) => {
      const columns = columnsOf(observations.map((one) => ({ ...one, confidence: clipped(one.confidence) })));
      const before = logLoss(levelsFrom(columns))?.value ?? 0;
      for (const fit of [fitTemperature, fitPlatt, fitBeta]) {
        const fitted = fit(levelsFrom(columns));
        // The ridge and rounding to millionths cost a little.
        if (fitted.ok) assert.ok(lossAfter(columns, fitted.map) <= before + 1e-4, JSON.stringify(fitted.map));
      }
    }),
  );
});

test('whatever the labels, a fit is a map that is accepted or a sentence', () => {
  fc.assert(
    fc.property(anyObservations(), (observations) => {
      const levels: Levels = levelsFrom(columnsOf(observations));
      for (const fit of Object.values(fits)) {
        const fitted = fit(levels);
        if (fitted.ok) assert.deepEqual(checkMap(fitted.map), { ok: true, map: fitted.map });
        else assert.match(fitted.because, /^[A-Z].*\.$/);
      }
    }),
    { numRuns: 300 },
  );
});

function clipped(confidence: number): number {
  return Math.min(0.99, Math.max(0.01, confidence));
}
