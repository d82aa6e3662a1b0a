import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { testDatabase } from '../testing/database.ts';
import {
  boolArray,
  byteaArray,
  float8Array,
  int2Array,
  jsonbArray,
  textArray,
  timeArray,
  uuidArray,
} from './binary-array.ts';

const db = await testDatabase();

async function back(type: string, parameter: Buffer): Promise<unknown[]> {
  const rows = await db.rows<{ value: unknown }>({
    text: `select value from unnest($1::${type}[]) with ordinality as given (value, place) order by place`,
    values: [parameter],
  });
  return rows.map((row) => row.value);
}

const list = <T>(item: fc.Arbitrary<T>) => fc.array(fc.option(item), { maxLength: 12 });
// PostgreSQL's text takes everything but U+0000.
const storable = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'));

test('every type goes out in binary and comes back as it was, nulls included', async () => {
  await fc.assert(
    fc.asyncProperty(
      list(fc.uuid()),
      list(fc.integer({ min: -32_768, max: 32_767 })),
      list(fc.double({ noNaN: true, noDefaultInfinity: true })),
      list(fc.boolean()),
      list(storable),
      list(fc.uint8Array()),
      async (uuids, ints, floats, bools, texts, blobs) => {
        assert.deepEqual(await back('uuid', uuidArray(uuids)), uuids);
        assert.deepEqual(await back('smallint', int2Array(ints)), ints);
        const same = (await back('float8', float8Array(floats))).map((value) => (value === 0 ? 0 : value));
        assert.deepEqual(
          same,
          floats.map((value) => (value === 0 ? 0 : value)),
        );
        assert.deepEqual(await back('boolean', boolArray(bools)), bools);
        assert.deepEqual(await back('text', textArray(texts)), texts);
        const bytes = (await back('bytea', byteaArray(blobs))).map(
          (value) => value && new Uint8Array(value as Buffer),
        );
        assert.deepEqual(bytes, blobs);
      },
    ),
    { numRuns: 40 },
  );
});

test('times keep their milliseconds on both sides of the year 2000', async () => {
  const times = [0, 946_684_799_999, 946_684_800_000, 1_764_000_000_123, 4_102_444_800_000];
  const read = await back('timestamptz', timeArray(times));
  assert.deepEqual(
    read,
    times.map((ms) => new Date(ms)),
  );
});

test('JSON texts arrive as jsonb', async () => {
  const values = [{ a: 1, b: ['ä', null] }, {}, 'text'];
  assert.deepEqual(await back('jsonb', jsonbArray(values.map((value) => JSON.stringify(value)))), values);
});
