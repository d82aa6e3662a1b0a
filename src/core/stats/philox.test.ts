import assert from 'node:assert/strict';
import { test } from 'node:test';
import { philox } from './philox.ts';

test('known answers (Random123 kat_vectors, philox4x32 with 10 rounds)', () => {
  const ones = 0xffffffff;
  assert.deepEqual(philox([0, 0, 0, 0], [0, 0]), [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
  assert.deepEqual(
    philox([ones, ones, ones, ones], [ones, ones]),
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  );
  // The digits of pi as counter and key.
  const words = philox([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0]);
  assert.deepEqual(words, [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]);
});

test('one bit of counter or key changes about half of all bits', () => {
  const base = philox([1, 2, 3, 4], [5, 6]);
  const changed = (other: readonly number[]) =>
    other.reduce((bits, word, index) => bits + ones((word ^ (base[index] ?? 0)) >>> 0), 0);
  for (let bit = 0; bit < 32; bit += 1) {
    const flip = (1 << bit) >>> 0;
    for (const other of [
      philox([(1 ^ flip) >>> 0, 2, 3, 4], [5, 6]),
      philox([1, 2, 3, (4 ^ flip) >>> 0], [5, 6]),
      philox([1, 2, 3, 4], [5, (6 ^ flip) >>> 0]),
    ]) {
      const bits = changed(other);
      assert.ok(bits > 36 && bits < 92, `${bits} of 128`);
    }
  }
});

function ones(word: number): number {
  return word.toString(2).replaceAll('0', '').length;
}
