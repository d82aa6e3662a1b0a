import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  blankDraft,
  chooseClass,
  chooseKind,
  type Draft,
  readDraft,
  toggleReason,
  verdictOf,
} from './draft.ts';
import { itemNamed } from './stage-item.ts';

const byClass = itemNamed('a');
const byText = itemNamed('b', {
  useCase: { ...byClass.useCase, outputKind: 'text', classes: [] },
  output: 'Hello there',
  label: null,
});
const byJson = itemNamed('c', {
  useCase: { ...byClass.useCase, outputKind: 'structured', classes: [] },
  output: { total: 12 },
  label: null,
});

function edit(output: string | null): Draft {
  return { ...blankDraft, kind: 'edit', output };
}

test('nothing chosen is nothing to send', () => {
  assert.deepEqual(verdictOf(byClass, blankDraft), { ok: false, because: 'Choose a verdict first.' });
});

test('reasons and comment go with the verdict, and empty ones stay out of it', () => {
  const draft = { ...blankDraft, kind: 'reject' as const, reasonCodes: ['wrong-class'], comment: ' no ' };
  assert.deepEqual(verdictOf(byClass, draft), {
    ok: true,
    verdict: { kind: 'reject', reasonCodes: ['wrong-class'], comment: 'no' },
  });
  assert.deepEqual(verdictOf(byClass, { ...blankDraft, kind: 'approve' }), {
    ok: true,
    verdict: { kind: 'approve' },
  });
});

test('picking the class the model said approves, picking another edits', () => {
  assert.equal(chooseClass(byClass, blankDraft, 'refund').kind, 'approve');
  const other = chooseClass(byClass, blankDraft, 'fraud');
  assert.deepEqual(verdictOf(byClass, other), { ok: true, verdict: { kind: 'edit', output: 'fraud' } });
});

test('where the output is hidden the class that is picked is sent as a choice, right or wrong', () => {
  const hidden = itemNamed('d', { output: null, label: null, outputHidden: true, blind: true });
  for (const output of ['refund', 'fraud'])
    assert.deepEqual(verdictOf(hidden, chooseClass(hidden, blankDraft, output)), {
      ok: true,
      verdict: { kind: 'choose', output },
    });
  assert.deepEqual(verdictOf(hidden, { ...blankDraft, kind: 'approve' }), {
    ok: false,
    because: 'Choose the right class first.',
  });
  assert.deepEqual(verdictOf(hidden, { ...blankDraft, kind: 'cannot-decide' }), {
    ok: true,
    verdict: { kind: 'cannot-decide' },
  });
});

test('an edit opens on what the model wrote, and is refused until it differs', () => {
  const opened = chooseKind(byText, blankDraft, 'edit');
  assert.equal(opened.output, 'Hello there');
  const unchanged = verdictOf(byText, opened);
  assert.match(unchanged.ok ? '' : unchanged.because, /Change the output first/);
  assert.deepEqual(verdictOf(byText, { ...opened, output: 'Hello' }), {
    ok: true,
    verdict: { kind: 'edit', output: 'Hello' },
  });
});

test('choosing another verdict and coming back to "edit" keeps what was typed', () => {
  const typed = { ...chooseKind(byText, blankDraft, 'edit'), output: 'Mine' };
  assert.equal(chooseKind(byText, chooseKind(byText, typed, 'reject'), 'edit').output, 'Mine');
});

test('JSON is sent as JSON, and what is not JSON or of another type is refused with a sentence', () => {
  assert.deepEqual(verdictOf(byJson, edit('{"total": 13}')), {
    ok: true,
    verdict: { kind: 'edit', output: { total: 13 } },
  });
  for (const [text, sentence] of [
    ['{"total":', /not JSON yet/],
    ['[1]', /must be the same/],
    ['{ "total": 12 }', /what the model said/],
  ] as const) {
    const answer = verdictOf(byJson, edit(text));
    assert.match(answer.ok ? '' : answer.because, sentence);
  }
});

test('a class that is no class of the use case is refused', () => {
  assert.equal(verdictOf(byClass, edit('nonsense')).ok, false);
  assert.deepEqual(verdictOf(byClass, edit(null)), { ok: false, because: 'Pick the right class first.' });
});

test('a reason is ticked and unticked', () => {
  const ticked = toggleReason(blankDraft, 'wrong-class');
  assert.deepEqual(ticked.reasonCodes, ['wrong-class']);
  assert.deepEqual(toggleReason(ticked, 'wrong-class').reasonCodes, []);
});

test('a stored draft comes back as it was; strange parts of it are left out', () => {
  const draft: Draft = { kind: 'edit', output: 'x', reasonCodes: ['a'], comment: 'c' };
  assert.deepEqual(readDraft({ ...draft }), draft);
  assert.deepEqual(readDraft({ kind: 'shout', output: 4, reasonCodes: [1, 'a'], comment: null, more: 1 }), {
    ...blankDraft,
    reasonCodes: ['a'],
  });
  assert.deepEqual(readDraft(null), blankDraft);
});
