import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeBase64 } from './base64.ts';
import { formatCheckpoint, parseCheckpoint } from './checkpoint.ts';

const ROOT = 'WmH8K1T5z6cXdPJDIUPdQMbLKxGUf69lp9PaXLZRmcg=';
const TEXT = `hitl.example/audit/2026h2\n7\n${ROOT}\n`;
const because = (text: string) => {
  const parsed = parseCheckpoint(text);
  return parsed.ok ? 'ok' : parsed.because;
};

test('a checkpoint is read and written', () => {
  const checkpoint = { origin: 'hitl.example/audit/2026h2', size: 7, root: decodeBase64(ROOT)! };
  assert.equal(formatCheckpoint(checkpoint), TEXT);
  assert.deepEqual(parseCheckpoint(TEXT), { ok: true, checkpoint });
});

test('any checkpoint is read back as it was written', () => {
  const origin = fc.string({ minLength: 1, maxLength: 40 }).filter((text) => !text.includes('\n'));
  const size = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
  const root = fc.uint8Array({ minLength: 32, maxLength: 32 });
  fc.assert(
    fc.property(fc.record({ origin, size, root }), (checkpoint) => {
      assert.deepEqual(parseCheckpoint(formatCheckpoint(checkpoint)), {
        ok: true,
        checkpoint: { ...checkpoint },
      });
    }),
  );
});

test('what must be rejected is rejected (K6)', () => {
  assert.equal(because('origin\n7\n'), 'a line is missing');
  assert.equal(because(`\n7\n${ROOT}\n`), 'the origin is empty');
  for (const size of ['-34', '0x10', '007', '1234567890123456789012345678']) {
    assert.equal(because(`origin\n${size}\n${ROOT}\n`), 'the size is not a number below 2^53', size);
  }
  assert.equal(because('origin\n7\nnot base64!\n'), 'the root is not 32 bytes of base64');
  assert.equal(because(`origin\n7\n${ROOT}`), 'the last line does not end with a newline');
});

test('sizes have one form only', () => {
  for (const size of ['', ' 7', '7 ', '+7', '7.0', '7e3', '00', '1_000', '٧', '7\r', 'NaN', 'Infinity']) {
    assert.notEqual(because(`origin\n${size}\n${ROOT}\n`), 'ok', JSON.stringify(size));
  }
  assert.equal(because(`origin\n0\n${ROOT}\n`), 'ok');
  assert.equal(because(`origin\n9007199254740991\n${ROOT}\n`), 'ok');
});

test('a size of 2^53 or more is refused, not rounded (trap 4)', () => {
  for (const size of ['9007199254740992', '9007199254740993', '9223372036854775807']) {
    assert.equal(because(`origin\n${size}\n${ROOT}\n`), 'the size is not a number below 2^53');
  }
});

test('a root has exactly 32 bytes (trap 1)', () => {
  for (const length of [0, 1, 31, 33, 64]) {
    const root = Buffer.alloc(length).toString('base64');
    assert.equal(because(`origin\n7\n${root}\n`), 'the root is not 32 bytes of base64', String(length));
  }
  assert.notEqual(because(`origin\n7\n${ROOT.slice(0, -1)}\n`), 'ok');
  assert.notEqual(because(`origin\n7\n${ROOT.replace('cg=', 'ch=')}\n`), 'ok');
});

test('extension lines of other logs are ignored, but none may be empty', () => {
  assert.equal(because(`${TEXT}extension one\nextension two\n`), 'ok');
  assert.equal(because(`${TEXT}\n`), 'an extension line is empty');
  assert.equal(because(`${TEXT}\nextension\n`), 'an extension line is empty');
});

test('texts with nothing in them, or with far too much, are refused', () => {
  for (const text of ['', '\n', '\n\n\n', 'origin', 'origin\n']) assert.notEqual(because(text), 'ok');
  assert.equal(because(`${TEXT}${'x\n'.repeat(100)}`), 'too many lines');
  assert.equal(because('\n'.repeat(1_000_000)), 'too many lines');
});
