import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseMerge, isLarge, largeDecisions, type SmallSegment } from './choose-merge.ts';

function many(count: number, decisions: number, size = 100): SmallSegment[] {
  return Array.from({ length: count }, (_, i) => ({ segmentId: `${decisions}-${i}`, decisions, size }));
}

test('31 of a kind are left alone, 32 are merged, and larger ones among them stay out of it', () => {
  assert.equal(chooseMerge(many(31, 5)).length, 0);
  assert.equal(chooseMerge(many(32, 5)).length, 32);
  const chosen = chooseMerge([...many(3, 900), ...many(32, 5)]);
  assert.ok(chosen.every(({ decisions }) => decisions === 5));
  assert.equal(chooseMerge([...many(20, 900), ...many(20, 5)]).length, 0);
});

test('as many as make a large one are taken, oldest first', () => {
  assert.equal(chooseMerge(many(40, 2048)).length, 32);
  assert.equal(chooseMerge(many(2, largeDecisions)).length, 1);
  assert.equal(chooseMerge(many(31, 2048)).length, 0);
});

test('long texts make a segment large before its number of decisions does', () => {
  assert.equal(chooseMerge(many(3, 100, 20 * 1024 * 1024)).length, 2);
  assert.deepEqual([isLarge(10, 32 * 1024 * 1024), isLarge(10, 1000)], [true, false]);
});

test('every decision is merged a few times at most on its way', () => {
  const segments: SmallSegment[] = [];
  let written = 0;
  for (let i = 0; i < 70_000; i++) {
    segments.push({ segmentId: String(i), decisions: 1, size: 10 });
    const chosen = new Set(chooseMerge(segments));
    if (chosen.size === 0) continue;
    const decisions = [...chosen].reduce((sum, one) => sum + one.decisions, 0);
    written += decisions;
    const rest = segments.filter((segment) => !chosen.has(segment));
    segments.splice(0, segments.length, ...rest);
    if (decisions < largeDecisions) segments.push({ segmentId: `m${i}`, decisions, size: 10 });
  }
  assert.ok(written / 70_000 <= 4, `${written / 70_000} times`);
  assert.ok(segments.length < 128);
});
