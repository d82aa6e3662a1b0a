import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lifeSteps } from './life-steps.ts';

const at = '2026-01-01T00:00:00.000Z';
const draft = {
  state: 'draft',
  createdBy: 'Ada',
  createdAt: at,
  submittedBy: null,
  submittedAt: null,
  approvedBy: null,
  approvedAt: null,
  publishedBy: null,
  publishedAt: null,
  supersededAt: null,
} as const;

const words = (steps: ReturnType<typeof lifeSteps>) => steps.map(({ name, state }) => `${name} ${state}`);

test('where no approval is needed, a draft goes straight into force', () => {
  assert.deepEqual(words(lifeSteps(draft, 'limited')), ['Draft now', 'In force to-do']);
});

test('high risk shows the approval that is still to be given', () => {
  assert.deepEqual(words(lifeSteps(draft, 'high')), [
    'Draft now',
    'Submitted to-do',
    'Approved to-do',
    'In force to-do',
  ]);
});

test('steps that were taken say by whom', () => {
  const approved = {
    ...draft,
    state: 'approved',
    submittedBy: 'Ada',
    submittedAt: at,
    approvedBy: 'Grace',
    approvedAt: at,
  } as const;
  const steps = lifeSteps(approved, 'high');
  assert.deepEqual(words(steps), ['Draft done', 'Submitted done', 'Approved now', 'In force to-do']);
  assert.equal(steps[2]?.by, 'Grace');
});

test('a version that is over says how it ended', () => {
  const over = {
    ...draft,
    publishedBy: 'Ada',
    publishedAt: at,
    state: 'superseded',
    supersededAt: at,
  } as const;
  assert.deepEqual(words(lifeSteps(over, 'limited')), ['Draft done', 'In force done', 'Superseded now']);
  assert.deepEqual(words(lifeSteps({ ...draft, state: 'discarded' }, 'limited')), [
    'Draft done',
    'Discarded now',
  ]);
});

test('a roll-back of high risk was never submitted, and does not look as if it still had to be', () => {
  const rolled = { ...draft, publishedBy: 'Ada', publishedAt: at, state: 'published' } as const;
  assert.deepEqual(words(lifeSteps(rolled, 'high')), ['Draft done', 'In force now']);
});
