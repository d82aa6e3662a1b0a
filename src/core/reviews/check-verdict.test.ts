import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkVerdict, type GivenVerdict, type JudgedOutput } from './check-verdict.ts';
import { verdictKinds } from './resolve.ts';

const intents: JudgedOutput = {
  outputKind: 'class',
  classes: new Set(['refund', 'card-lost']),
  reasonCodes: new Set(['wrong-class']),
  label: 'refund',
  output: 'refund',
  hidden: false,
};

function letter(output: unknown): JudgedOutput {
  return { ...intents, outputKind: 'text', classes: new Set(), label: null, output };
}

function given(verdict: Partial<GivenVerdict>): GivenVerdict {
  return { kind: 'edit', output: undefined, reasonCodes: [], ...verdict };
}

function messages(verdict: Partial<GivenVerdict>, judged: JudgedOutput): string[] {
  return checkVerdict(given(verdict), judged).map((problem) => problem.message);
}

test('approve, reject and cannot-decide come without an output', () => {
  for (const kind of verdictKinds.filter((one) => one !== 'edit')) {
    assert.deepEqual(messages({ kind }, intents), []);
    assert.deepEqual(messages({ kind, output: 'card-lost' }, intents), [
      'Only an edit comes with an output; leave it out.',
    ]);
  }
});

test('an edit needs an output', () => {
  assert.deepEqual(messages({}, intents), ['An edit needs the corrected output.']);
  assert.deepEqual(messages({ output: null }, letter('Dear …')), [
    'An edit needs the corrected output; to allow none, reject.',
  ]);
});

test('an edited class is one of the known classes', () => {
  assert.deepEqual(messages({ output: 'card-lost' }, intents), []);
  for (const output of ['fraud', '', 1, null, ['refund'], { label: 'card-lost' }]) {
    assert.deepEqual(messages({ output }, intents), [
      'The corrected output must be one of the classes of this use case.',
    ]);
  }
});

test('an edit to what the model said is an approval', () => {
  const approval = ['This is what the model said; that is an approval.'];
  assert.deepEqual(messages({ output: 'refund' }, intents), approval);
  assert.deepEqual(
    messages({ output: 'refund' }, { ...intents, output: { label: 'refund', top: 3 } }),
    approval,
  );
  assert.deepEqual(messages({ output: 'refund' }, { ...intents, label: null }), approval);
  assert.deepEqual(messages({ output: 'Dear …' }, letter('Dear …')), approval);
  assert.deepEqual(messages({ output: { b: [1], a: 2 } }, letter({ a: 2, b: [1] })), approval);
});

test('other keys, other orders of a list and missing keys are changes', () => {
  assert.deepEqual(messages({ output: { a: 1 } }, letter({ b: 1 })), []);
  assert.deepEqual(messages({ output: { a: undefined } }, letter({ b: undefined })), []);
  assert.deepEqual(messages({ output: [1, 2] }, letter([2, 1])), []);
  assert.deepEqual(messages({ output: [1] }, letter([1, 2])), []);
  assert.deepEqual(messages({ output: { a: {} } }, letter({ a: [] })), []);
  assert.deepEqual(messages({ output: { a: null } }, letter({ a: {} })), []);
});

test('a free output keeps the JSON type of what it replaces', () => {
  assert.deepEqual(messages({ output: { reply: 'Dear …' } }, letter('Dear …')), [
    "The model's output is a string; the corrected one must be the same.",
  ]);
  assert.deepEqual(messages({ output: {} }, letter([])), [
    "The model's output is a list; the corrected one must be the same.",
  ]);
  assert.deepEqual(messages({ output: 'now there is one' }, letter(null)), []);
});

test('where the output was erased an edit is still possible', () => {
  assert.deepEqual(messages({ output: 'Dear …' }, letter(undefined)), []);
});

test('every unknown reason code is named', () => {
  assert.deepEqual(messages({ kind: 'reject', reasonCodes: ['wrong-class', 'mood', 'rain'] }, intents), [
    '"mood" is no reason code of this use case.',
    '"rain" is no reason code of this use case.',
  ]);
});

test('any JSON is equal to its copy, whatever the order of its keys', () => {
  fc.assert(
    fc.property(
      fc.jsonValue().filter((value) => value !== null),
      (value) => {
        const copy: unknown = JSON.parse(JSON.stringify(value));
        assert.equal(messages({ output: turned(copy) }, letter(copy)).length, 1);
        assert.equal(messages({ output: [copy] }, letter([copy, 1])).length, 0);
      },
    ),
  );
});

function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, part]) => [key, turned(part)]),
  );
}

test('where the output is hidden a class is chosen, whether it is the model’s or another', () => {
  const hidden: JudgedOutput = { ...intents, hidden: true };
  for (const output of ['refund', 'card-lost'])
    assert.deepEqual(messages({ kind: 'choose', output }, hidden), []);
  for (const output of [undefined, null, 'fraud', ['refund']])
    assert.deepEqual(messages({ kind: 'choose', output }, hidden), [
      'Choose one of the classes of this use case.',
    ]);
  assert.deepEqual(messages({ kind: 'cannot-decide' }, hidden), []);
});

test('nobody approves, edits or rejects what they have not seen, nor chooses where it is shown', () => {
  for (const kind of ['approve', 'edit', 'reject'] as const)
    assert.deepEqual(checkVerdict(given({ kind, output: 'card-lost' }), { ...intents, hidden: true }), [
      {
        at: '/kind',
        message: 'The output is hidden here: choose the right class, or say that you cannot decide.',
      },
    ]);
  assert.deepEqual(messages({ kind: 'choose', output: 'refund' }, intents), [
    'The output is shown here: approve it, edit it or reject it.',
  ]);
});
