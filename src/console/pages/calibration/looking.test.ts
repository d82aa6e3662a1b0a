import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lookingOf, readCalibrationSearch } from './looking.ts';

const [newest, older, set] = [
  '0198c0de-0000-7000-8000-000000000002',
  '0198c0de-0000-7000-8000-000000000001',
  '0198c0de-0000-7000-8000-000000000009',
];
const models = [{ modelVersionId: newest }, { modelVersionId: older }];

test('without a word in the address, everything judged of the newest model version is looked at', () => {
  assert.deepEqual(lookingOf(readCalibrationSearch({}), models), {
    modelVersionId: newest,
    source: 'graded',
  });
  assert.equal(lookingOf({}, []), null);
});

test('a validation set is looked at without a window, and only where one is named', () => {
  const search = { source: 'validation', validationSetId: set, from: '2026-01-01T00:00:00Z' };
  assert.deepEqual(lookingOf(readCalibrationSearch(search), models), {
    modelVersionId: newest,
    source: 'validation',
    validationSetId: set,
  });
  assert.equal(lookingOf(readCalibrationSearch({ source: 'validation' }), models)?.source, 'graded');
});

test('a slice needs its value; a model version of elsewhere is passed over', () => {
  const search = readCalibrationSearch({ modelVersionId: set, sliceBy: 'label', map: '3' });
  assert.deepEqual(lookingOf(search, models), { modelVersionId: newest, source: 'graded', map: 3 });
  assert.deepEqual(lookingOf({ modelVersionId: older, sliceBy: 'label', slice: 'x' }, models), {
    modelVersionId: older,
    source: 'graded',
    sliceBy: 'label',
    slice: 'x',
  });
});
