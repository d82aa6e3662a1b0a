import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verdictKinds } from '../reviews/resolve.ts';
import { outputKinds } from '../use-cases/use-case.ts';
import { gradeStateOf, judgedBy } from './grade.ts';

const resolved = { outputKind: 'class', predictedClass: 'refund', correctedOutput: undefined } as const;

test('an approval says that the model was right, and so which class is right', () => {
  assert.deepEqual(judgedBy({ ...resolved, resolution: 'approve' }), { wrong: false, rightClass: 'refund' });
});

test('an edit says that it was wrong, and which class would have been right', () => {
  assert.deepEqual(judgedBy({ ...resolved, resolution: 'edit', correctedOutput: 'fraud' }), {
    wrong: true,
    rightClass: 'fraud',
  });
});

test('a rejection says only that it was wrong', () => {
  assert.deepEqual(judgedBy({ ...resolved, resolution: 'reject' }), { wrong: true, rightClass: null });
});

test('where nobody could decide nothing is said about the model', () => {
  assert.equal(judgedBy({ ...resolved, resolution: 'cannot-decide' }), null);
});

test('an edited text names no class, and neither does an edit that was erased', () => {
  for (const [outputKind, correctedOutput] of [
    ['text', 'Dear customer'],
    ['structured', { amount: 3 }],
    ['tool-call', { name: 'refund' }],
    ['class', undefined],
  ] as const) {
    const judged = judgedBy({ resolution: 'edit', outputKind, predictedClass: null, correctedOutput });
    assert.deepEqual(judged, { wrong: true, rightClass: null });
  }
});

test('every resolution of every kind of output has its answer', () => {
  for (const resolution of verdictKinds)
    for (const outputKind of outputKinds) {
      const judged = judgedBy({ ...resolved, resolution, outputKind });
      assert.equal(
        judged?.wrong,
        { approve: false, edit: true, reject: true, 'cannot-decide': undefined }[resolution],
      );
    }
});

test('one reviewer is provisional; two who agree or an expert are final', () => {
  assert.equal(gradeStateOf({ judgements: 1, tier: 1 }), 'provisional');
  assert.equal(gradeStateOf({ judgements: 2, tier: 1 }), 'final');
  assert.equal(gradeStateOf({ judgements: 1, tier: 2 }), 'final');
  assert.equal(gradeStateOf({ judgements: 0, tier: 1 }), 'provisional');
});
