import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { near } from '../../testing/near.ts';
import { logRest, tailsOf } from './tails.ts';

test('the rest of a tiny tail and the tail of a tiny rest keep their digits', () => {
  near(logRest(-1e-20), Math.log(1e-20), { relative: 1e-15 });
  near(logRest(-100), -Math.exp(-100), { relative: 1e-15 });
  assert.equal(logRest(0), -Infinity);
  assert.equal(Math.abs(logRest(-Infinity)), 0);
});

test('taking the rest twice gives back what was there', () => {
  fc.assert(
    fc.property(fc.double({ min: -30, max: -1e-10, noNaN: true }), (value) => {
      near(logRest(logRest(value)), value, { relative: 1e-12, absolute: 1e-15 });
    }),
  );
});

test('both tails add up to one, whichever is known', () => {
  for (const lower of [-1e-9, -0.5, -Math.LN2, -3, -200, -Infinity]) {
    const upper = logRest(lower);
    const tails = tailsOf({ lower, upper });
    near(tails.lower + tails.upper, 1, { absolute: 2e-16 });
    near(tails.lower, Math.exp(lower), { relative: 1e-15 });
  }
});
