import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OutputKind, PolicySubject } from '../../use-cases/use-case.ts';
import { checkOutput } from './check-output.ts';

function problems(outputKind: OutputKind, output: unknown): number {
  const classes = outputKind === 'class' ? [{ name: 'refund', impact: 1 }] : [];
  const subject: PolicySubject = { outputKind, classes, metadataFields: [] };
  return checkOutput({ at: '/x', who: 'Rule "One"', output }, subject).length;
}

test('a class is one of the classes', () => {
  assert.equal(problems('class', 'refund'), 0);
  assert.equal(problems('class', 'other'), 1);
  assert.equal(problems('class', null), 1);
});

test('a text is a text', () => {
  assert.equal(problems('text', ''), 0);
  assert.equal(problems('text', { text: 'x' }), 1);
});

test('structured outputs and tool calls may be anything', () => {
  for (const output of [null, {}, [1], 'x']) {
    assert.equal(problems('structured', output), 0);
    assert.equal(problems('tool-call', output), 0);
  }
});
