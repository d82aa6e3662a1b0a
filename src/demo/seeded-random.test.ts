import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawNormal } from './draw-normal.ts';
import { seededRandom } from './seeded-random.ts';
import { shuffle } from './shuffle.ts';

function draws<Item>(count: number, draw: () => Item): Item[] {
  return Array.from({ length: count }, draw);
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

test('the same seed gives the same numbers, another seed others', () => {
  assert.deepEqual(draws(5, seededRandom(7)), draws(5, seededRandom(7)));
  assert.notDeepEqual(draws(5, seededRandom(7)), draws(5, seededRandom(8)));
});

test('numbers fill [0, 1) evenly', () => {
  const numbers = draws(20_000, seededRandom(1));
  assert.ok(numbers.every((number) => number >= 0 && number < 1));
  const counts = draws(10, () => 0);
  for (const number of numbers) counts[Math.floor(number * 10)]! += 1; // below 10, as checked above
  // The 99.9 % point of chi-squared with 9 degrees of freedom.
  assert.ok(mean(counts.map((count) => (count - 2000) ** 2 / 2000)) * 10 < 27.88);
});

test('normal numbers have mean 0 and variance 1', () => {
  const random = seededRandom(2);
  const numbers = draws(20_000, () => drawNormal(random));
  assert.ok(Math.abs(mean(numbers)) < 0.03);
  assert.ok(Math.abs(mean(numbers.map((number) => number ** 2)) - 1) < 0.05);
});

test('a shuffle keeps every item, leaves the list alone, and gives every item every place', () => {
  const items = [0, 1, 2, 3];
  const random = seededRandom(3);
  const firsts = draws(4000, () => {
    const shuffled = shuffle(items, random);
    assert.deepEqual(shuffled.toSorted(), items);
    return shuffled[0];
  });
  for (const item of items) {
    const share = firsts.filter((first) => first === item).length / firsts.length;
    assert.ok(Math.abs(share - 0.25) < 0.03);
  }
  assert.deepEqual(items, [0, 1, 2, 3]);
});
