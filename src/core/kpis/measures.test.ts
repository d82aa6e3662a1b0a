import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { countMeasures, durationMeasures, minuteOf, partings, shares } from './measures.ts';

const kebab = /^[a-z]+(-[a-z]+)*$/;

test('every measure has a name in kebab case and a sentence that says what it counts', () => {
  for (const [name, { about }] of Object.entries(countMeasures)) {
    assert.match(name, kebab);
    assert.match(about, /^[A-Z].*\.$/);
  }
  for (const [name, about] of Object.entries(durationMeasures)) {
    assert.match(name, kebab);
    assert.match(about, /^[A-Z].*\.$/);
  }
});

test('no name is both a count and a duration', () => {
  for (const name of Object.keys(durationMeasures)) assert.equal(Object.hasOwn(countMeasures, name), false);
});

test('every measure is split by something that is listed', () => {
  for (const { parts } of Object.values(countMeasures)) assert.ok(partings.includes(parts));
});

test('the audit is counted per stratum, because rates differ between strata', () => {
  for (const name of ['released', 'audit-drawn', 'audit-judged', 'audit-wrong'] as const)
    assert.equal(countMeasures[name].parts, 'stratum');
});

test('every share is made of two measures that are kept', () => {
  for (const { of, among } of Object.values(shares)) {
    assert.ok(Object.hasOwn(countMeasures, of));
    assert.ok(Object.hasOwn(countMeasures, among));
    assert.notEqual(of, among);
  }
});

test('a minute begins at its first millisecond and ends before the next', () => {
  assert.equal(minuteOf(0), 0);
  assert.equal(minuteOf(59_999), 0);
  assert.equal(minuteOf(60_000), 60_000);
  assert.equal(minuteOf(Date.UTC(2025, 2, 1, 12, 34, 56)), Date.UTC(2025, 2, 1, 12, 34));
});

test('every moment belongs to exactly one minute', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), (atMs) => {
      const minute = minuteOf(atMs);
      assert.ok(minute <= atMs && atMs < minute + 60_000);
      assert.equal(minuteOf(minute), minute);
    }),
  );
});
