import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  but,
  contains,
  covers,
  everyNumber,
  everything,
  intersection,
  interval,
  isEmpty,
  only,
  type ValueSet,
} from './value-set.ts';

test('an interval has open and closed ends', () => {
  const half = interval({ low: 0, high: 1, highOpen: true });
  assert.deepEqual(
    [-1, 0, 0.5, 1, 2].map((value) => contains(half, value)),
    [false, true, true, false, false],
  );
  assert.equal(contains(everyNumber, 1e300), true);
  assert.equal(contains(everyNumber, 'x'), false);
});

test('what is empty is known', () => {
  assert.equal(isEmpty(interval({ low: 2, high: 1 })), true);
  assert.equal(isEmpty(interval({ low: 1, high: 1 })), false);
  assert.equal(isEmpty(interval({ low: 1, high: 1, lowOpen: true })), true);
  assert.equal(isEmpty(only([])), true);
  assert.equal(isEmpty(everything), false);
});

test('two halves make a whole only if one of them has the middle', () => {
  const below = interval({ high: 0.5, highOpen: true });
  const above = interval({ low: 0.5, lowOpen: true });
  assert.equal(covers([below, interval({ low: 0.5 })], everyNumber), true);
  assert.equal(covers([below, above], everyNumber), false);
  assert.equal(covers([below, interval({ low: 0.5, high: 0.5 }), above], everyNumber), true);
});

test('a gap is a gap, in whatever order the pieces come', () => {
  const pieces = [
    interval({ low: 0.6, high: 1 }),
    interval({ low: 0, high: 0.4 }),
    interval({ low: 0.3, high: 0.5 }),
  ];
  assert.equal(covers(pieces, interval({ low: 0, high: 1 })), false);
  assert.equal(covers([...pieces, interval({ low: 0.5, high: 0.6 })], interval({ low: 0, high: 1 })), true);
  assert.equal(covers(pieces, interval({ low: 0.1, high: 0.5 })), true);
});

test('lists are covered value by value', () => {
  assert.equal(covers([only(['a']), only(['b', 'c'])], only(['a', 'b'])), true);
  assert.equal(covers([only(['a'])], only(['a', 'b'])), false);
  assert.equal(covers([interval({ low: 0, high: 3 })], only([1, 2])), true);
});

test('everything but some, and those some, are everything', () => {
  assert.equal(covers([but(['a', 'b']), only(['a']), only(['b'])], everything), true);
  assert.equal(covers([but(['a', 'b']), only(['a'])], everything), false);
  assert.equal(covers([but(['a', 'b']), only(['a'])], but(['b'])), true);
  assert.equal(covers([only(['a'])], everything), false);
  assert.equal(covers([everything], everyNumber), true);
});

const number = fc.integer({ min: 0, max: 6 });
const someSet: fc.Arbitrary<ValueSet> = fc.oneof(
  fc
    .tuple(number, number, fc.boolean(), fc.boolean())
    .map(([low, high, lowOpen, highOpen]) => interval({ low, high, lowOpen, highOpen })),
  fc.array(number, { maxLength: 3 }).map(only),
  fc.array(number, { maxLength: 3 }).map(but),
);
// Whole numbers and what lies between them: enough to tell any two of these sets apart.
const samples = Array.from({ length: 17 }, (_, index) => index / 2 - 1);

test('what is said to be covered is covered, and an intersection never loses a value', () => {
  fc.assert(
    fc.property(fc.array(someSet, { maxLength: 4 }), someSet, someSet, (sets, one, other) => {
      const both = intersection(one, other);
      for (const value of samples) {
        if (contains(one, value) && contains(other, value)) assert.ok(contains(both, value));
        if (covers(sets, one) && contains(one, value)) assert.ok(sets.some((set) => contains(set, value)));
      }
      if (isEmpty(one)) assert.ok(samples.every((value) => !contains(one, value)));
    }),
    { numRuns: 2000 },
  );
});

test('among intervals alone, what is covered is always found', () => {
  const someInterval = fc
    .tuple(number, number, fc.boolean(), fc.boolean())
    .map(([low, high, lowOpen, highOpen]) => interval({ low, high, lowOpen, highOpen }));
  fc.assert(
    fc.property(fc.array(someInterval, { maxLength: 5 }), someInterval, (sets, whole) => {
      const all = samples.every(
        (value) => !contains(whole, value) || sets.some((set) => contains(set, value)),
      );
      assert.equal(covers(sets, whole), all);
    }),
    { numRuns: 2000 },
  );
});
