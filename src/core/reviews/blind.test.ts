import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outputKinds } from '../use-cases/use-case.ts';
import { asVerdict, hiddenFrom, submittedKinds, toldKind } from './blind.ts';
import { verdictKinds } from './resolve.ts';

test('an ordinary task hides nothing', () => {
  for (const outputKind of outputKinds)
    assert.deepEqual(hiddenFrom({ blind: false, outputKind }), { output: false, opinions: false });
});

test('a blind task hides opinions, and the output where a class can be chosen without it', () => {
  for (const outputKind of outputKinds)
    assert.deepEqual(hiddenFrom({ blind: true, outputKind }), {
      output: outputKind === 'class',
      opinions: true,
    });
});

test('choosing the class of the model approves it, choosing another one edits it', () => {
  assert.deepEqual(asVerdict({ kind: 'choose', output: 'refund' }, 'refund'), {
    kind: 'approve',
    output: undefined,
  });
  assert.deepEqual(asVerdict({ kind: 'choose', output: 'fees' }, 'refund'), { kind: 'edit', output: 'fees' });
  assert.deepEqual(asVerdict({ kind: 'choose', output: 'fees' }, undefined), {
    kind: 'edit',
    output: 'fees',
  });
});

test('every other submission is the verdict it says', () => {
  for (const kind of verdictKinds)
    assert.deepEqual(asVerdict({ kind, output: 'refund' }, 'refund'), { kind, output: 'refund' });
  assert.deepEqual([...submittedKinds], [...verdictKinds, 'choose']);
});

test('until the task has ended nobody is told whether a choice approved the hidden output', () => {
  for (const kind of verdictKinds) {
    const decided = kind !== 'cannot-decide';
    assert.equal(toldKind(kind, { outputHidden: true, ended: false }), decided ? 'choose' : kind);
    assert.equal(toldKind(kind, { outputHidden: true, ended: true }), kind);
    assert.equal(toldKind(kind, { outputHidden: false, ended: false }), kind);
  }
});
