import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { limitBytes } from './limit-bytes.ts';

test('after each piece of a large chunk it is the turn of others', async () => {
  let [turns, pieces, bytes] = [0, 0, 0];
  const count = () => {
    turns++;
    waiting = setImmediate(count);
  };
  let waiting = setImmediate(count);
  for await (const piece of limitBytes(Readable.from([Buffer.alloc(1024 * 1024)]))) {
    pieces++;
    bytes += piece.length;
  }
  clearImmediate(waiting);
  assert.equal(bytes, 1024 * 1024);
  assert.ok(pieces > 4 && turns >= pieces - 1, `${pieces} pieces, ${turns} turns`);
});
