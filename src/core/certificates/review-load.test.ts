import assert from 'node:assert/strict';
import { test } from 'node:test';
import { near } from '../../testing/near.ts';
import { reviewLoad } from './review-load.ts';

const traffic = { decisionsPerDay: 500, auditRate: 0.05 };

test('people see what is not released, and the audit sample of what is', () => {
  const load = reviewLoad(0.8, { population: 10_000, traffic });
  near(load.share, 0.2 + 0.8 * 0.05, { absolute: 1e-12 });
  near(load.perDay, 120, { absolute: 1e-9 });
  assert.ok(load.low < load.share && load.share < load.high);
});

test('a larger window knows the load better', () => {
  const width = (population: number) => {
    const { low, high } = reviewLoad(0.4, { population, traffic });
    return high - low;
  };
  assert.ok(width(100_000) < width(1000) / 5);
});

test('releasing nothing leaves everything, releasing all leaves the audit', () => {
  near(reviewLoad(0, { population: 1000, traffic }).share, 1, { absolute: 1e-12 });
  near(reviewLoad(1, { population: 1000, traffic }).share, 0.05, { absolute: 1e-12 });
  near(reviewLoad(1, { population: 1000, traffic }).low, 0.05, { absolute: 1e-12 });
});
