import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recorded } from '../../testing/recorded.ts';
import { columnsOf } from '../segments/columns-of.ts';
import { gradeCodes, overlayGrades } from './overlay-grades.ts';

const noon = Date.UTC(2026, 0, 5, 12);
const decisions = [0, 0, 0, 1, 5].map((ms) => recorded({ recordedAtMs: noon + ms }));
const columns = columnsOf(decisions);
const { none, right, wrong } = gradeCodes;

function grade(index: number, isWrong: boolean) {
  const { decisionId, recordedAtMs } = decisions[index]!; // one of five
  return { decisionId, recordedAtMs, wrong: isWrong };
}

test('grades find their rows, also among those of one millisecond', () => {
  const overlay = overlayGrades(columns, [grade(4, true), grade(1, false), grade(2, true)]);
  assert.deepEqual([...(overlay ?? [])], [none, right, wrong, none, wrong]);
});

test('grades of decisions that are not in the segment fall through', () => {
  const other = { ...grade(0, true), decisionId: recorded({}).decisionId };
  const elsewhen = { ...grade(0, true), recordedAtMs: noon + 3 };
  assert.deepEqual([...(overlayGrades(columns, [other, elsewhen]) ?? [])], [none, none, none, none, none]);
});

test('without grades there is no overlay, and without ids none can be made', () => {
  assert.equal(overlayGrades(columns, []), null);
  assert.throws(() => overlayGrades(new Map(), [grade(0, true)]), /ids and times/);
});
