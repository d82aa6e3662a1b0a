import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PopulationGroup } from '../../core/feedback/tally-population.ts';
import type { GradeGroup } from './load-grades.ts';
import { weighLabels } from './weigh-labels.ts';

const policyVersionId = '01990000-0000-7000-8000-000000000001';
const versions = new Map([[policyVersionId, { version: 3, rates: new Map([['rest', 0.05]]) }]]);

function grades(change: Partial<GradeGroup> & { confidences: number[]; wrongs?: number[] }): GradeGroup {
  const { confidences, wrongs = confidences.map(() => 0), ...rest } = change;
  return {
    policyVersionId,
    stratum: 'rest',
    routed: false,
    audited: true,
    probability: 0.05,
    slice: null,
    count: confidences.length,
    provisional: 0,
    simulated: 0,
    confidence: Float64Array.from(confidences),
    wrong: Uint8Array.from(wrongs),
    position: Float64Array.from(confidences.keys()),
    ...rest,
  };
}

function decisions(change: Partial<PopulationGroup>): PopulationGroup {
  return {
    policyVersionId,
    stratum: 'rest',
    routed: false,
    probability: 0.05,
    slice: null,
    decisions: 1000,
    drawn: 50,
    ...change,
  };
}

const released = grades({
  confidences: [0.9, 0.95, 0.9, 0.92, 0.99],
  wrongs: [0, 0, 1, 0, 0],
  provisional: 4,
});
const held = grades({
  confidences: [0.2, 0.3, 0.4, 0.1, 0.2],
  wrongs: [1, 1, 0, 1, 1],
  routed: true,
  audited: false,
  probability: 1,
});
const heldAndDrawn = grades({ confidences: [0.35], routed: true, probability: 1, simulated: 1 });
const population = [
  decisions({ decisions: 100, drawn: 5 }),
  decisions({ routed: true, probability: 1, decisions: 12, drawn: 1 }),
];
const window = { grades: [released, held, heldAndDrawn], population, versions };

test('with everything judged, drawn ones stand for the released and routed ones for the routed', () => {
  const weighed = weighLabels(window, 'graded');
  assert.deepEqual([...weighed.columns.weight], [20, 20, 20, 20, 20, 2, 2, 2, 2, 2, 2]);
  assert.deepEqual([...weighed.columns.correct], [1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 1]);
  assert.deepEqual([...(weighed.columns.audited ?? [])], [1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
  assert.deepEqual([weighed.graded, weighed.audited, weighed.routed, weighed.wrong], [11, 6, 6, 5]);
  assert.deepEqual([weighed.provisional, weighed.simulated, weighed.population], [4, 1, 112]);
  assert.deepEqual([weighed.coverage, weighed.unknown], [1, []]);
  assert.equal(weighed.response, 11 / 17);
});

test('the draw alone stands for the whole stream, routed or not', () => {
  const weighed = weighLabels(window, 'audited');
  assert.deepEqual([...weighed.columns.weight], new Array(6).fill(112 / 6));
  assert.deepEqual([weighed.graded, weighed.response, weighed.coverage], [6, 1, 1]);
});

test('what is judged without being asked for has no known probability and is left out', () => {
  const volunteer = grades({ confidences: [0.7], audited: false });
  assert.equal(weighLabels({ ...window, grades: [volunteer] }, 'graded').graded, 0);
});

test('decisions about which nothing is known are named', () => {
  const dark = decisions({ stratum: 'vip', probability: 0, decisions: 28, drawn: 0 });
  const weighed = weighLabels({ ...window, population: [...population, dark] }, 'graded');
  assert.deepEqual([weighed.coverage, weighed.unknown], [112 / 140, [dark]]);
});

test('without labels everything is unknown, and nothing fails', () => {
  const weighed = weighLabels({ grades: [], population, versions }, 'audited');
  assert.deepEqual([weighed.graded, weighed.coverage, weighed.response], [0, 0, 0]);
  assert.equal(weighed.unknown.length, 2);
  const nothing = weighLabels({ grades: [], population: [], versions }, 'graded');
  assert.deepEqual([nothing.coverage, nothing.response, nothing.population], [null, null, 0]);
});

test('labels whose decisions are gone stand for themselves', () => {
  const weighed = weighLabels({ grades: [released], population: [], versions }, 'graded');
  assert.deepEqual([...weighed.columns.weight], [1, 1, 1, 1, 1]);
});

test('where every decision of a stratum is routed, its draw rate is read from the policy', () => {
  const other = '01990000-0000-7000-8000-000000000002';
  const bothVersions = new Map([...versions, [other, { version: 4, rates: new Map([['rest', 0.05]]) }]]);
  const weighed = weighLabels(
    {
      grades: [
        released,
        grades({ confidences: [0.1], routed: true, probability: 1, policyVersionId: other }),
      ],
      population: [
        decisions({ decisions: 100, drawn: 5 }),
        decisions({ policyVersionId: other, routed: true, probability: 1, decisions: 20, drawn: 1 }),
      ],
      versions: bothVersions,
    },
    'audited',
  );
  assert.deepEqual(
    [...weighed.columns.weight],
    new Array(6).fill(20),
    'one rate, so they are estimated together',
  );
});
