import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkLabels, commonProbability, type Label } from './labels.ts';

const right: Label = { decisionId: 'a', score: 0.9, wrong: false, probability: 0.1 };

function problemsOf(labels: readonly Label[], options: { impactCap?: number } = {}): string[] {
  const checked = checkLabels(labels, options);
  return checked.ok ? [] : checked.problems.map(({ at, message }) => `${at} ${message}`);
}

test('labels of different decisions are taken as they are, in their order', () => {
  const labels = [right, { ...right, decisionId: 'b', wrong: true }, { ...right, decisionId: 'c' }];
  assert.deepEqual(checkLabels(labels), { ok: true, labels });
  assert.deepEqual(checkLabels([]), { ok: true, labels: [] });
});

test('the same label sent twice counts once', () => {
  assert.deepEqual(checkLabels([right, { ...right, decisionId: 'b' }, right]), {
    ok: true,
    labels: [right, { ...right, decisionId: 'b' }],
  });
});

test('a decision judged right and wrong is refused by name: choosing is for people', () => {
  assert.deepEqual(problemsOf([right, { ...right, wrong: true }]), [
    '/labels/1 Decision a was judged right and wrong; resolve that first.',
  ]);
});

test('a decision that comes twice with another score, probability or impact is refused', () => {
  for (const other of [{ score: 0.8 }, { probability: 0.2 }, { impact: 3 }])
    assert.match(problemsOf([right, { ...right, ...other }])[0] ?? '', /comes twice, with different/);
});

test('scores and probabilities that are no numbers, or mean nothing, are refused', () => {
  for (const score of [Number.NaN, Infinity, -Infinity])
    assert.match(problemsOf([{ ...right, score }])[0] ?? '', /^\/labels\/0 The score of decision a is/);
  for (const probability of [0, -0.1, 1.1, Number.NaN])
    assert.match(problemsOf([{ ...right, probability }])[0] ?? '', /above 0 and at most 1/);
  assert.deepEqual(problemsOf([{ ...right, probability: 1 }]), []);
});

test('where impact counts, each label has one, finite, not negative and below the cap', () => {
  assert.deepEqual(problemsOf([{ ...right, impact: 5 }], { impactCap: 5 }), []);
  assert.deepEqual(problemsOf([{ ...right, impact: 0 }], { impactCap: 5 }), []);
  for (const impact of [Number.NaN, Infinity, -1])
    assert.match(problemsOf([{ ...right, impact }], { impactCap: 5 })[0] ?? '', /0 or a positive number/);
  assert.match(problemsOf([right], { impactCap: 5 })[0] ?? '', /is undefined/);
  assert.match(problemsOf([{ ...right, impact: 6 }], { impactCap: 5 })[0] ?? '', /above the cap of 5/);
});

test('where impact does not count, a strange one does not matter', () => {
  assert.deepEqual(problemsOf([{ ...right, impact: Number.NaN }]), []);
});

test('ten problems are told, not all of a broken import', () => {
  const broken = Array.from({ length: 50 }, (_, index) => ({
    ...right,
    decisionId: `${index}`,
    score: Number.NaN,
  }));
  assert.equal(problemsOf(broken).length, 10);
});

test('labels share a probability, or they do not', () => {
  assert.equal(commonProbability([right, { ...right, decisionId: 'b' }]), 0.1);
  assert.equal(commonProbability([right, { ...right, decisionId: 'b', probability: 0.2 }]), null);
  assert.equal(commonProbability([]), null);
});
