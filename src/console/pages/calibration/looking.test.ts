import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lookingOf, readCalibrationSearch } from './looking.ts';

const [newest, older, set] = [
  '0198c0de-0000-7000-8000-000000000002',
  '0198c0de-0000-7000-8000-000000000001',
  '0198c0de-0000-7000-8000-000000000009',
];
const models = [newest, older].map((modelVersionId) => ({
  modelVersionId,
  state: 'active',
  retiredAt: null,
}));
const nowMs = Date.parse('2026-03-10T12:34:56Z');

test('without a word in the address, everything judged of the newest model version is looked at', () => {
  assert.deepEqual(lookingOf(readCalibrationSearch({}), models, nowMs), {
    modelVersionId: newest,
    source: 'graded',
  });
  assert.equal(lookingOf({}, [], nowMs), null);
});

test('a validation set is looked at without a window, and only where one is named', () => {
  const search = { source: 'validation', validationSetId: set, days: '7' };
  assert.deepEqual(lookingOf(readCalibrationSearch(search), models, nowMs), {
    modelVersionId: newest,
    source: 'validation',
    validationSetId: set,
  });
  assert.equal(lookingOf(readCalibrationSearch({ source: 'validation' }), models, nowMs)?.source, 'graded');
});

test('a slice needs its value; a model version of elsewhere is passed over', () => {
  const search = readCalibrationSearch({ modelVersionId: set, sliceBy: 'label', map: '3' });
  assert.deepEqual(lookingOf(search, models, nowMs), { modelVersionId: newest, source: 'graded', map: 3 });
  assert.deepEqual(
    lookingOf({ modelVersionId: older, sliceBy: 'label', slice: 'x', days: 1 }, models, nowMs),
    {
      modelVersionId: older,
      source: 'graded',
      from: '2026-03-09T12:00:00.000Z',
      sliceBy: 'label',
      slice: 'x',
    },
  );
});
