import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PopulationGroup } from '../../../core/feedback/tally-population.ts';
import type { PackedQuestion } from '../../feedback/calculating/certify-packed.ts';
import type { GradeGroup } from '../../feedback/load-grades.ts';
import { labelsUsed } from './labels-used.ts';

function group(change: Partial<GradeGroup>): GradeGroup {
  return {
    ...{ policyVersionId: 'p', stratum: 'rest', routed: false, audited: true, probability: 0.1, slice: null },
    ...{
      count: 4,
      provisional: 2,
      simulated: 0,
      confidence: new Float64Array(4),
      position: new Float64Array(4),
    },
    wrong: new Uint8Array([1, 0, 0, 0]),
    ...change,
  };
}
const routed = group({ routed: true, audited: false, probability: 1 });
const population: PopulationGroup[] = [
  {
    policyVersionId: 'p',
    stratum: 'rest',
    routed: false,
    probability: 0.1,
    slice: null,
    decisions: 40,
    drawn: 4,
  },
  {
    policyVersionId: 'p',
    stratum: 'rest',
    routed: true,
    probability: 1,
    slice: null,
    decisions: 10,
    drawn: 1,
  },
];
const histogram = { confidence: new Float64Array(), counts: new Float64Array() };
const question = {
  promise: 'released',
  statistic: 'exact',
  traffic: { decisionsPerDay: 10, auditRate: 0.1 },
  map: null,
  earlier: [histogram],
} as unknown as PackedQuestion; // what is looked at

function used(grades: GradeGroup[], change: Partial<PackedQuestion> = {}, looks = 0) {
  return labelsUsed(
    { grades, history: [], population },
    { question: { ...question, ...change } as PackedQuestion, looks }, // what is looked at
  );
}

test('counts know the draw alone: so many of the drawn were judged', () => {
  const labels = used([group({}), routed]);
  assert.deepEqual([labels.labels, labels.errors, labels.decisions, labels.response], [4, 1, 50, 0.8]);
  assert.match(labels.notes.join(' '), /Only 80 % of what people were to judge/);
});

test('bets know what rules sent to people as well', () => {
  const labels = used([group({}), routed], { statistic: 'betting' });
  assert.deepEqual([labels.labels, labels.response], [8, 8 / 14]);
});

test('what a reader must know is told, and nothing else', () => {
  const all = group({ count: 5, provisional: 1, wrong: new Uint8Array(5) });
  assert.deepEqual(used([all]).notes, []);
  assert.match(used([group({ count: 5, provisional: 5 })]).notes.join(), /one reviewer/);
  assert.match(used([group({ count: 5, simulated: 3 })]).notes.join(), /3 of 5 labels come from simulated/);
  assert.match(used([group({ count: 5, simulated: 5 })]).notes.join(), /Every label comes from simulated/);
  assert.match(used([all], {}, 2).notes.join(), /may look once.*evidence or betting/);
  assert.match(
    used([all], { promise: 'all' } as Partial<PackedQuestion>, 2).notes.join(),
    /take another window/,
  );
  assert.deepEqual(used([all], { statistic: 'evidence' }, 2).notes, []);
  assert.match(used([all], { statistic: 'evidence', earlier: [null] }, 2).notes.join(), /a test of its own/);
  const map = { method: 'isotonic', confidence: [0, 1], probability: [0, 1] } as const;
  assert.match(used([all], { map }).notes.join(), /isotonic map/);
});

test('the last label that was read is named, be it one of the time before', () => {
  const at = (...positions: number[]) => group({ position: Float64Array.from(positions) });
  const upTo = (grades: GradeGroup[], history: GradeGroup[]) =>
    labelsUsed({ grades, history, population }, { question, looks: 0 }).upTo;
  assert.deepEqual([upTo([at(3, 9), at(5)], []), upTo([at(3)], [at(4)]), upTo([], [])], [9, 4, null]);
});

test('no label is no reason to divide by nothing', () => {
  const labels = labelsUsed({ grades: [], history: [], population: [] }, { question, looks: 0 });
  assert.deepEqual([labels.labels, labels.response, labels.notes], [0, null, []]);
});
