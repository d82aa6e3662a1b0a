import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bytesBehind, fromPlanes, toPlanes } from './planes.ts';

test('planes hold all first bytes, then all second bytes, and give the values back', () => {
  assert.deepEqual([...toPlanes(Uint8Array.of(1, 2, 3, 4, 5, 6), 2)], [1, 3, 5, 2, 4, 6]);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(1, 2, 4, 8, 16), (bytes, width) => {
      const values = bytes.slice(0, bytes.length - (bytes.length % width));
      assert.deepEqual(fromPlanes(toPlanes(values, width), width), values);
    }),
  );
});

test('the bytes behind a part of an array are those of the part', () => {
  const values = Uint16Array.of(1, 2, 3).subarray(1);
  assert.deepEqual([...bytesBehind(values)], [2, 0, 3, 0]);
});
