import assert from 'node:assert/strict';
import { test } from 'node:test';
import { near } from '../../testing/near.ts';
import { binomialCdf, binomialPmf } from '../stats/binomial.ts';
import { hoeffdingBentkus } from './hoeffding-bentkus.ts';

test('known answer: a mean loss of 5 % in 1000 labels against 8 % (statistics.md A59)', () => {
  near(hoeffdingBentkus({ loss: 50, labels: 1000, target: 0.08 }), 0.000353074378, { absolute: 1e-12 });
  near(Math.E * binomialCdf(50, 1000, 0.08), 0.000353074378, { absolute: 1e-12 });
});

test('known answer: Hoeffding alone, where it is the smaller one', () => {
  // Without any loss: (1 − target)^n against e times the same.
  near(hoeffdingBentkus({ loss: 0, labels: 299, target: 0.01 }), 0.99 ** 299, { relative: 1e-12 });
});

test('a part of a loss counts whole in the binomial and as it is in the divergence', () => {
  const half = hoeffdingBentkus({ loss: 0.5, labels: 500, target: 0.01 });
  const one = hoeffdingBentkus({ loss: 1, labels: 500, target: 0.01 });
  assert.ok(hoeffdingBentkus({ loss: 0, labels: 500, target: 0.01 }) < half && half < one);
});

test('it is never more than 1, and 1 without labels or with losses above the target', () => {
  assert.equal(hoeffdingBentkus({ loss: 0, labels: 0, target: 0.01 }), 1);
  assert.equal(hoeffdingBentkus({ loss: 20, labels: 1000, target: 0.01 }), 1);
  assert.equal(hoeffdingBentkus({ loss: 1000, labels: 1000, target: 0.01 }), 1);
});

test('at the boundary it is below p in at most p of all windows, counted out for losses of 0 and 1', () => {
  for (const labels of [20, 100, 400])
    for (const level of [0.01, 0.05, 0.2]) {
      let mass = 0;
      for (let loss = 0; loss <= labels; loss += 1)
        if (hoeffdingBentkus({ loss, labels, target: 0.1 }) <= level) mass += binomialPmf(loss, labels, 0.1);
      assert.ok(mass <= level, `${mass} at ${level} with ${labels} labels`);
    }
});
