import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileMetadataCheck } from '../../core/use-cases/check-metadata.ts';
import { readBanking77 } from '../read-banking77.ts';
import { seededRandom } from '../seeded-random.ts';
import { metadataFields } from '../use-case/metadata-fields.ts';
import { arrivalTimes, type Pace } from './arrival-times.ts';
import { drawMetadata } from './draw-metadata.ts';
import { streamQueries } from './stream-queries.ts';

const { unseen } = readBanking77();
const midnight = new Date('2026-03-02T00:00:00Z');

function firstTimes(count: number, pace: Pace, seed = 1): number[] {
  return firstOf(count, arrivalTimes(pace, seededRandom(seed)));
}

function firstOf<Item>(count: number, endless: Generator<Item, never>): Item[] {
  return Array.from({ length: count }, () => endless.next().value);
}

function perMinute(times: readonly number[]): number {
  return times.length / ((times.at(-1) ?? 0) / 60_000);
}

test('over whole days as many queries arrive per minute as asked for', () => {
  const times = firstTimes(200_000, { perMinute: 40, startsAt: midnight });
  const days = 3 * 24 * 60;
  const within = times.filter((atMs) => atMs < days * 60_000).length;
  assert.ok(Math.abs(within / days / 40 - 1) < 0.03, `${within / days}`);
});

test('afternoons are busy and nights are quiet', () => {
  const hours = new Float64Array(24);
  for (const atMs of firstTimes(100_000, { perMinute: 40, startsAt: midnight }))
    hours[Math.floor(atMs / 3_600_000) % 24]! += 1; // below 24
  const [night, afternoon] = [hours[3] ?? 0, hours[15] ?? 0];
  assert.ok(afternoon > 2 * night, `${night} at three at night, ${afternoon} at three in the afternoon`);
});

test('who starts in the afternoon starts busily', () => {
  const rate = (startsAt: Date) => perMinute(firstTimes(5000, { perMinute: 40, startsAt }));
  assert.ok(rate(new Date('2026-03-02T14:00:00Z')) > 1.5 * rate(new Date('2026-03-02T02:00:00Z')));
});

test('times rise', () => {
  const times = firstTimes(5000, { perMinute: 600, startsAt: midnight });
  assert.ok(times.every((atMs, index) => index === 0 || atMs > times[index - 1]!)); // index − 1 is in the list
});

test('minutes differ more than a steady Poisson process would let them', () => {
  const counts = new Map<number, number>();
  for (const atMs of firstTimes(40_000, { perMinute: 40, startsAt: midnight })) {
    const minute = Math.floor(atMs / 60_000);
    counts.set(minute, (counts.get(minute) ?? 0) + 1);
  }
  const values = [...counts.values()];
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  assert.ok(variance / mean > 2, `variance over mean ${variance / mean}`);
});

test('every query comes once before one comes again, in an order made by the seed', () => {
  const few = unseen.slice(0, 50);
  const stream = (seed: number) =>
    firstOf(100, streamQueries(few, { perMinute: 40, startsAt: midnight }, seededRandom(seed)));
  const rows = stream(1).map(({ query }) => query.row);
  const all = few.map(({ row }) => row).toSorted();
  assert.deepEqual(rows.slice(0, 50).toSorted(), all);
  assert.deepEqual(rows.slice(50).toSorted(), all);
  assert.deepEqual(stream(1), stream(1));
  assert.notDeepEqual(stream(1), stream(2));
});

test('a stream without queries is refused', () => {
  assert.throws(
    () => streamQueries([], { perMinute: 1, startsAt: midnight }, seededRandom(1)).next(),
    /no queries/,
  );
});

test('the metadata fits the fields of the use case, with an amount where it is about money', () => {
  const check = compileMetadataCheck(metadataFields);
  const random = seededRandom(6);
  for (const { intent } of unseen) assert.deepEqual(check(drawMetadata(intent, random)), []);
  assert.ok((drawMetadata('pending_transfer', random).amountEur ?? 0) > 0);
  assert.equal('amountEur' in drawMetadata('age_limit', random), false);
});

test('most customers write in the app', () => {
  const random = seededRandom(7);
  const inApp = Array.from({ length: 5000 }, () => drawMetadata('age_limit', random)).filter(
    ({ channel }) => channel === 'app',
  );
  assert.ok(Math.abs(inApp.length / 5000 - 0.68) < 0.02);
});
