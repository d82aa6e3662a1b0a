import assert from 'node:assert/strict';
import { test } from 'node:test';
import { near } from '../../testing/near.ts';
import { invert } from './invert.ts';

test('a straight line takes one step', () => {
  let asked = 0;
  const zero = invert(0, { low: -10, high: 10 }, (t) => {
    asked += 1;
    return { value: 2 * t - 3, slope: 2 };
  });
  assert.equal(zero, 1.5);
  assert.ok(asked <= 2);
});

test('where Newton would run away, halving brings it home', () => {
  // Newton on the arc tangent diverges from |t| > 1.39 on.
  const zero = invert(50, { low: -100, high: 100 }, (t) => ({
    value: Math.atan(t - 1),
    slope: 1 / (1 + (t - 1) ** 2),
  }));
  near(zero, 1, { absolute: 1e-14 });
});

test('a slope that is zero or not a number is passed over', () => {
  const flat = invert(-3, { low: -10, high: 10 }, (t) => ({ value: Math.cbrt(t - 2), slope: 0 }));
  near(flat, 2, { absolute: 1e-14 });
  const unknown = invert(-3, { low: -10, high: 10 }, (t) => ({ value: t - 2, slope: Number.NaN }));
  near(unknown, 2, { absolute: 1e-14 });
});

test('a start outside of the bracket, or none, begins in its middle', () => {
  for (const start of [99, Number.NaN, -Infinity]) {
    const zero = invert(start, { low: 0, high: 4 }, (t) => ({ value: t * t - 2, slope: 2 * t }));
    near(zero, Math.SQRT2, { relative: 1e-15 });
  }
});

test('a zero beyond the bracket gives the end next to it', () => {
  const zero = invert(0, { low: -5, high: 5 }, (t) => ({ value: t - 9, slope: 1 }));
  near(zero, 5, { absolute: 1e-12 });
});
