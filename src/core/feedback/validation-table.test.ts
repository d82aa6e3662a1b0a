import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { MetadataField } from '../use-cases/use-case.ts';
import { type Column, checkHeader, rowOfCells } from './validation-table.ts';

const fields: MetadataField[] = [
  { name: 'country', type: 'string', required: false },
  { name: 'amount', type: 'number', required: false },
  { name: 'vip', type: 'boolean', required: false },
];

function columns(...names: string[]): readonly Column[] {
  const checked = checkHeader(names, fields);
  assert.ok(checked.ok, checked.ok ? '' : checked.because);
  return checked.columns;
}

function whyNot(...names: string[]): string {
  const checked = checkHeader(names, fields);
  return checked.ok ? 'nothing' : checked.because;
}

test('the first line names the columns, in any order and with spaces around', () => {
  assert.deepEqual(
    columns(' correct', 'metadata.country', 'confidence ').map(({ kind }) => kind),
    ['correct', 'metadata', 'confidence'],
  );
  assert.equal(columns('confidence', 'label', 'truth').length, 3);
});

test('unknown, doubled and missing columns are told with what is known', () => {
  assert.match(
    whyNot('confidence', 'corect'),
    /"corect" is unknown.*confidence, correct, label, truth, metadata\.country/,
  );
  assert.match(whyNot('confidence', 'correct', 'metadata.planet'), /"metadata\.planet" is unknown/);
  assert.match(whyNot('confidence', 'confidence', 'correct'), /Two columns/);
  assert.match(whyNot('correct'), /no column "confidence"/);
  assert.match(whyNot('confidence', 'label'), /neither a column "correct" nor both/);
  assert.match(whyNot(''), /unknown/);
});

test('cells become values by their column', () => {
  const read = rowOfCells(
    columns('confidence', 'correct', 'metadata.country', 'metadata.amount', 'metadata.vip'),
    [...['0.93', 'TRUE', 'DE', '-1.5e2', '0']],
  );
  assert.deepEqual(read, {
    ok: true,
    given: { confidence: 0.93, correct: true, metadata: { country: 'DE', amount: -150, vip: false } },
  });
});

test('an empty cell gives nothing; an empty confidence is a mistake', () => {
  const some = columns('confidence', 'correct', 'label', 'truth', 'metadata.country');
  assert.deepEqual(rowOfCells(some, ['1', '', 'a', 'b', ' ']), {
    ok: true,
    given: { confidence: 1, label: 'a', truth: 'b', metadata: {} },
  });
  assert.equal(rowOfCells(some, ['', '1', '', '', '']).ok, false);
});

test('what cannot be read is told with what to write', () => {
  const some = columns('confidence', 'correct', 'metadata.amount');
  for (const [cells, why] of [
    [['0,93', '1', '1'], /write it with a point/],
    [['NaN', '1', '1'], /no number/],
    [['0x1', '1', '1'], /no number/],
    [['Infinity', '1', '1'], /no number/],
    [['0.5', 'maybe', '1'], /write true or false/],
    [['0.5', 'constructor', '1'], /write true or false/],
    [['0.5', '1', 'much'], /metadata\.amount "much" is no number/],
    [['0.5', '1'], /2 cells instead of 3/],
    [['0.5', '1', '1', ''], /4 cells instead of 3/],
    [['x'.repeat(99), '1', '1'], /x{40}…/],
  ] as const) {
    const read = rowOfCells(some, cells);
    assert.match(read.ok ? 'nothing' : read.because, why);
  }
});

test('every confidence as JavaScript or Python writes it is read back exactly', () => {
  const one = columns('confidence', 'correct');
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (confidence) => {
      for (const text of [String(confidence), confidence.toExponential(), ` ${confidence} `]) {
        const read = rowOfCells(one, [text, '1']);
        assert.ok(read.ok);
        assert.ok(Object.is(read.given.confidence, confidence) || confidence === 0);
      }
    }),
  );
});
