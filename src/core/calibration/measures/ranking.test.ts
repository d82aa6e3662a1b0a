import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../../testing/near.ts';
import {
  anyObservations,
  columnsFrom,
  dataA,
  levelsFrom,
  weightedTable,
} from '../../../testing/observations.ts';
import { columnsOf } from '../observations/observations.ts';
import { harmonicDifference } from './harmonic.ts';
import { areaUnderRiskCoverage, areaUnderRoc } from './ranking.ts';

test('AURC of data A is the mean of its ten risks', () => {
  const risks = [0, 0, 1 / 3, 1 / 4, 1 / 5, 2 / 6, 2 / 7, 3 / 8, 4 / 9, 5 / 10];
  near(
    areaUnderRiskCoverage(levelsFrom(dataA)),
    risks.reduce((sum, risk) => sum + risk / 10, 0),
    {
      absolute: 1e-12,
    },
  );
});

test('ties of AURC are averaged over every order', () => {
  // The mean over all 12 orders that confidence allows, computed in Python.
  const columns = columnsFrom([0.9, 0.9, 0.9, 0.8, 0.8, 0.4], [1, 0, 1, 1, 0, 0]);
  near(areaUnderRiskCoverage(levelsFrom(columns)), 0.3791666666666666, { absolute: 1e-12 });
});

test('A26: AUROC with ties by midranks', () => {
  const columns = columnsFrom([0.9, 0.8, 0.8, 0.4, 0.4, 0.1], [1, 0, 1, 1, 0, 0]);
  near(areaUnderRoc(levelsFrom(columns)), 0.777777777778, { absolute: 1e-9 });
});

test('with weights AUROC is over pairs of decisions', () => {
  // Over all pairs of rows, computed with NumPy.
  near(areaUnderRoc(levelsFrom(weightedTable)), 0.612159208998105, { absolute: 1e-12 });
});

test('whole weights are as good as repetition', () => {
  const weights = fc.integer({ min: 1, max: 6 });
  fc.assert(
    fc.property(anyObservations({ minLength: 1, weight: weights }), (observations) => {
      const repeated = observations.flatMap((one) =>
        Array.from({ length: one.weight }, () => ({ ...one, weight: 1 })),
      );
      const [weighted, plain] = [observations, repeated].map((each) => levelsFrom(columnsOf(each)));
      assert.ok(weighted && plain);
      near(areaUnderRiskCoverage(weighted), areaUnderRiskCoverage(plain) ?? -1, { absolute: 1e-10 });
      const [one, other] = [areaUnderRoc(weighted), areaUnderRoc(plain)];
      if (one === null) assert.equal(other, null);
      else near(one, other ?? -1, { absolute: 1e-12 });
    }),
  );
});

test('turned around, AUROC is one less it', () => {
  fc.assert(
    fc.property(anyObservations({ minLength: 1 }), (observations) => {
      const turned = observations.map((one) => ({ ...one, correct: !one.correct }));
      const [one, other] = [observations, turned].map((each) => areaUnderRoc(levelsFrom(columnsOf(each))));
      if (one === null) assert.equal(other, null);
      else near((one ?? 0) + (other ?? 0), 1, { absolute: 1e-12 });
    }),
  );
});

test('confidence that says nothing leaves the risk at the base rate', () => {
  near(areaUnderRiskCoverage(levelsFrom(columnsFrom([0.7, 0.7, 0.7, 0.7], [1, 0, 1, 1]))), 0.25, {
    absolute: 1e-12,
  });
  near(areaUnderRoc(levelsFrom(columnsFrom([0.7, 0.7, 0.7, 0.7], [1, 0, 1, 1]))), 0.5, { absolute: 1e-12 });
});

test('without errors the area is 0, and there is nothing to rank', () => {
  assert.equal(areaUnderRiskCoverage(levelsFrom(columnsFrom([0.2, 0.9], [1, 1]))), 0);
  assert.equal(areaUnderRoc(levelsFrom(columnsFrom([0.2, 0.9], [1, 1]))), null);
  assert.equal(areaUnderRoc(levelsFrom(columnsFrom([0.2, 0.9], [0, 0]))), null);
  assert.equal(areaUnderRiskCoverage(levelsFrom(columnsFrom([], []))), null);
});

test('differences of the harmonic series, whole and continued', () => {
  near(harmonicDifference(0, 3), 1 + 1 / 2 + 1 / 3, { absolute: 1e-13 });
  near(harmonicDifference(7, 1), 1 / 8, { absolute: 1e-13 });
  assert.equal(harmonicDifference(5, 0), 0);
  // digamma of SciPy.
  near(harmonicDifference(0, 0.5), 0.6137056388801094, { absolute: 1e-12 });
  near(harmonicDifference(2.5, 3.25), 0.7304867739009544, { absolute: 1e-12 });
  near(harmonicDifference(1000, 7.5), 0.007468293990409158, { absolute: 1e-12 });
  near(harmonicDifference(0, 1e6), 14.392726722865724, { absolute: 1e-12 });
});
