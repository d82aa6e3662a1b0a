import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  decodeMore,
  decodePayload,
  decodePayloadPart,
  encodePayloadBlock,
  type Payload,
  SALT_LENGTH,
} from './payload-block.ts';

const bytes = fc.uint8Array({ maxLength: 300 });
const salt = fc.uint8Array({ minLength: SALT_LENGTH, maxLength: SALT_LENGTH });
const payload: fc.Arbitrary<Payload> = fc.record(
  {
    inputSalt: salt,
    outputSalt: salt,
    input: bytes,
    output: bytes,
    more: bytes,
  },
  { noNullPrototype: true },
);

test('every payload comes back from its place, and an erased one comes back as nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.option(payload), { minLength: 1, maxLength: 20 }), (payloads) => {
      const block = encodePayloadBlock(payloads);
      payloads.forEach((expected, index) => {
        const read = decodePayload(block, index);
        if (expected === null) assert.equal(read, null);
        else assert.deepEqual(copyOf(read), expected);
        assert.deepEqual(decodeMore(block, index)?.slice() ?? null, expected?.more ?? null);
      });
    }),
  );
});

test('a payload is the same, cut out of its block by the offsets at the head', () => {
  const payloads = [filled(1), null, filled(3)];
  const block = Buffer.from(encodePayloadBlock(payloads));
  payloads.forEach((expected, index) => {
    const start = index === 0 ? 4 + 4 * block.readUInt32LE(0) : block.readUInt32LE(4 * index);
    const read = decodePayloadPart(block.subarray(start, block.readUInt32LE(4 * index + 4)));
    if (expected === null) assert.equal(read, null);
    else assert.deepEqual(copyOf(read), expected);
  });
});

test('erasing one payload leaves its neighbours at their places', () => {
  const [one, two, three] = [1, 2, 3].map(filled);
  const block = encodePayloadBlock([one ?? null, null, three ?? null]);
  assert.ok(two);
  assert.deepEqual(copyOf(decodePayload(block, 0)), one);
  assert.equal(decodePayload(block, 1), null);
  assert.deepEqual(copyOf(decodePayload(block, 2)), three);
});

test('a place that the block does not have is an error, not another payload', () => {
  const block = encodePayloadBlock([filled(1)]);
  assert.throws(() => decodePayload(block, 1), RangeError);
  assert.throws(() => decodeMore(block, 1), RangeError);
  assert.throws(() => decodePayload(block, -1), RangeError);
});

test('a cut block is an error', () => {
  const block = encodePayloadBlock([filled(1), filled(2)]);
  assert.throws(() => decodePayload(block.subarray(0, block.length - 1), 1), RangeError);
  assert.throws(() => decodeMore(block.subarray(0, block.length - 1), 1), RangeError);
  assert.throws(() => decodePayload(block.subarray(0, 3), 0), RangeError);
});

test('a length that points beyond its payload is an error', () => {
  const block = encodePayloadBlock([filled(1)]);
  new DataView(block.buffer).setUint32(8 + 2 * SALT_LENGTH, 1_000_000, true);
  assert.throws(() => decodePayload(block, 0), RangeError);
});

function filled(value: number): Payload {
  return {
    inputSalt: new Uint8Array(SALT_LENGTH).fill(value),
    outputSalt: new Uint8Array(SALT_LENGTH).fill(value + 100),
    input: new Uint8Array(value).fill(value),
    output: new Uint8Array(value * 2).fill(value),
    more: new Uint8Array([123, 125]),
  };
}

function copyOf(read: Payload | null): Payload | null {
  if (!read) return null;
  const copy = (part: Uint8Array) => new Uint8Array(part);
  return {
    inputSalt: copy(read.inputSalt),
    outputSalt: copy(read.outputSalt),
    input: copy(read.input),
    output: copy(read.output),
    more: copy(read.more),
  };
}
