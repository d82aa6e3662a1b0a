import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CertificatePreview } from '../../../contract/certificates.ts';
import { asShown, questionOf, readCertificateSearch } from './question.ts';

const id = '0198c0de-0000-7000-8000-000000000001';
const models = [{ modelVersionId: id, name: 'v-1', state: 'active', retiredAt: null }];
const nowMs = Date.parse('2026-03-10T12:34:56Z');

test('what the address leaves open comes from the policy in force', () => {
  const policy = { thresholds: [{ name: 'safe' }], calibration: { 'v-1': 3 } };
  assert.deepEqual(questionOf({}, models, { policy, nowMs }), {
    modelVersionId: id,
    threshold: 'safe',
    map: 3,
    sliceBy: null,
    promise: 'released',
    targetError: 0.02,
    confidenceLevel: 0.95,
    statistic: 'exact',
  });
  assert.equal(questionOf({}, models, { policy: null, nowMs })?.threshold, 'release');
  assert.equal(questionOf({}, [], { policy: null, nowMs }), null);
});

test('where strata are drawn at rates of their own, labels are weighed by their probability', () => {
  const asked = (rates: readonly number[], search = {}) => {
    const audit = { rate: 0.05, strata: rates.map((rate) => ({ rate })) };
    return questionOf(search, models, { policy: { audit }, nowMs })?.statistic;
  };
  assert.equal(asked([0.2]), 'betting');
  assert.equal(asked([0.05]), 'exact');
  assert.equal(asked([]), 'exact');
  assert.equal(asked([0.2], { statistic: 'exact' }), 'exact');
});

test('of all decisions there are no slices and no other evidence, and in expectation no confidence', () => {
  const search = { sliceBy: 'label', statistic: 'betting', confidenceLevel: 0.9 } as const;
  const asked = (promise: 'released' | 'all' | 'all-in-expectation') => {
    const question = questionOf({ ...search, promise }, models, { policy: null, nowMs });
    return [question?.sliceBy, question?.statistic, question?.confidenceLevel];
  };
  assert.deepEqual(asked('released'), ['label', 'betting', 0.9]);
  assert.deepEqual(asked('all'), [null, 'exact', 0.9]);
  assert.deepEqual(asked('all-in-expectation'), [null, 'exact', null]);
  assert.equal(readCertificateSearch({ promise: 'all' }).promise, 'all');
  assert.equal(readCertificateSearch({ promise: 'none' }).promise, undefined);
});

test('the raw confidence can be asked for although a map is in force', () => {
  const search = readCertificateSearch({ map: '0' });
  assert.equal(questionOf(search, models, { policy: { calibration: { 'v-1': 3 } }, nowMs })?.map, null);
});

test('targets outside of what can be asked are drawn inside', () => {
  const question = questionOf({ targetError: 0, confidenceLevel: 1, days: 1 }, models, {
    policy: null,
    nowMs,
  });
  assert.deepEqual([question?.targetError, question?.confidenceLevel], [0.0001, 0.9999]);
  assert.equal(question?.from, '2026-03-09T12:00:00.000Z');
});

test('what is issued is asked of the window and the labels that were shown', () => {
  const question = questionOf({}, models, { policy: null, nowMs }) ?? assert.fail();
  const shown = { from: '2026-02-01T00:00:00.000Z', before: '2026-03-01T00:00:00.000Z' };
  const preview = (upTo: number | null) => ({ ...shown, labels: { upTo } as CertificatePreview['labels'] }); // what is looked at
  assert.deepEqual(asShown(question, preview(7)), { ...question, ...shown, labelsUpTo: 7 });
  assert.deepEqual(asShown(question, preview(null)), { ...question, ...shown });
});
