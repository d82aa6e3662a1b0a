import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MetadataField } from '../use-cases/use-case.ts';
import { checkRow, type GivenRow } from './validation-row.ts';

const fields: MetadataField[] = [
  { name: 'country', type: 'string', required: true },
  { name: 'amount', type: 'number', required: false },
  { name: 'items', type: 'integer', required: false },
  { name: 'vip', type: 'boolean', required: false },
  { name: 'sentAt', type: 'timestamp', required: false },
];

function because(given: GivenRow): string {
  const checked = checkRow(given, fields);
  return checked.ok ? 'nothing' : checked.because;
}

test('a row says itself whether the model was right', () => {
  assert.deepEqual(checkRow({ confidence: 0.9, correct: true }, []), {
    ok: true,
    row: { confidence: 0.9, correct: true, label: null, metadata: {} },
  });
});

test('or it is told by label and truth', () => {
  const right = checkRow({ confidence: 1, label: 'refund', truth: 'refund' }, []);
  const wrong = checkRow({ confidence: 0, label: 'refund', truth: 'fraud' }, []);
  assert.ok(right.ok && wrong.ok);
  assert.deepEqual([right.row.correct, wrong.row.correct, wrong.row.label], [true, false, 'refund']);
});

test('both are fine as long as they say the same', () => {
  assert.ok(checkRow({ confidence: 0.5, correct: false, label: 'a', truth: 'b' }, []).ok);
  assert.match(because({ confidence: 0.5, correct: true, label: 'a', truth: 'b' }), /"correct" says true/);
});

test('neither is refused, and so is half of it', () => {
  for (const given of [{}, { label: 'a' }, { truth: 'a' }])
    assert.match(because({ confidence: 0.5, ...given }), /neither "correct" nor both/);
});

test('a confidence outside of 0 to 1 is refused, never clamped', () => {
  for (const confidence of [-0.01, 1.01, 93, Number.NaN, Number.POSITIVE_INFINITY])
    assert.match(because({ confidence, correct: true }), /not between 0 and 1/);
  for (const confidence of [0, 1, 1e-12]) assert.equal(because({ confidence, correct: true }), 'nothing');
});

test('metadata has the fields and types of the use case; required ones may be missing in old data', () => {
  const metadata = { amount: 3.5, items: 2, vip: true, sentAt: '2026-01-05T10:00:00Z' };
  assert.equal(because({ confidence: 0.5, correct: true, metadata }), 'nothing');
  for (const [wrong, why] of [
    [{ planet: 'Mars' }, /no metadata field "planet"/],
    [{ country: 3 }, /metadata\.country: It has to be a text/],
    [{ amount: '3' }, /metadata\.amount: It has to be a number/],
    [{ items: 2.5 }, /metadata\.items: It has to be a whole number/],
    [{ vip: 'yes' }, /metadata\.vip: It has to be true or false/],
    [{ sentAt: 'yesterday' }, /metadata\.sentAt: It has to be a time/],
  ] as const)
    assert.match(
      because({ confidence: 0.5, correct: true, metadata: wrong as GivenRow['metadata'] & object }),
      why,
    );
});

test('texts that the database cannot hold are refused', () => {
  assert.match(because({ confidence: 0.5, correct: true, label: 'a\0b' }), /cannot be stored/);
  assert.match(
    because({ confidence: 0.5, correct: true, metadata: { country: '\ud800' } }),
    /cannot be stored/,
  );
});
