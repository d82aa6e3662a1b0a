import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decisionLife } from '../../../core/decisions/life.ts';
import type { Entry } from '../../../core/ledger/entry.ts';
import { ENTRY_KINDS, type EntryKind } from '../../../core/ledger/kinds.ts';
import { verdictKinds } from '../../../core/reviews/resolve.ts';
import { sentenceOf } from './timeline-sentence.ts';

function sentence(kind: EntryKind, facts: Entry['facts'] = {}, about: Entry['about'] = {}): string {
  return sentenceOf({
    kind,
    facts,
    entryId: 'x.0',
    commitId: 'x',
    index: 0,
    at: new Date(0).toISOString(),
    actor: { kind: 'system', pseudonym: 'test' },
    about,
    commitments: {},
  });
}

test('every kind that can be about a decision is told as a sentence', () => {
  const about = /^(decision|task|verdict|payload)\./;
  for (const kind of ENTRY_KINDS.filter((kind) => about.test(kind))) {
    assert.match(sentence(kind), /^[A-Z].*\.$/, kind);
  }
});

test('kinds that are never about a decision say their name', () => {
  for (const kind of ['policy.published', 'api-key.created', 'log.opened'] as const) {
    assert.equal(sentence(kind), kind);
  }
});

test('a recorded decision says where it went, and whether it was drawn for the audit', () => {
  assert.equal(sentence('decision.recorded', { route: 'release' }), 'Recorded and released.');
  assert.equal(
    sentence('decision.recorded', { route: 'hold', purpose: 'approval' }),
    'Recorded and held for people.',
  );
  assert.match(
    sentence('decision.recorded', { route: 'release', purpose: 'audit' }),
    /drawn for the audit sample/,
  );
  assert.match(
    sentence('decision.recorded', { route: 'release-and-review', purpose: 'review' }),
    /sent to review/,
  );
});

test('a recorded decision says what else decided about it than a rule', () => {
  assert.equal(
    sentence('decision.recorded', { route: 'release' }, { standingApproval: 'x' }),
    'Recorded and released by a standing approval.',
  );
  assert.match(sentence('decision.recorded', { route: 'hold', safeOutput: true }), /safe output was given/);
  assert.match(sentence('decision.recorded', { route: 'shadow' }), /only runs beside/);
});

test('of several who are asked it is told whether the decision waits for them', () => {
  const consensus = (purpose: string) => sentence('decision.recorded', { route: 'consensus', purpose });
  assert.equal(consensus('approval'), 'Recorded and held; several people are asked.');
  assert.equal(consensus('review'), 'Recorded and released; several people are asked.');
  assert.equal(sentence('task.opened', { tier: 1 }), 'Another person is asked.');
  assert.equal(sentence('task.opened', { tier: 2 }), 'Sent to an expert.');
});

test('every verdict has words of its own', () => {
  const words = new Set(verdictKinds.map((kind) => sentence('verdict.given', { kind })));
  assert.equal(words.size, verdictKinds.length);
});

test('a settlement says from which state to which', () => {
  for (const state of Object.keys(decisionLife)) {
    assert.ok(sentence('decision.settled', { before: 'held', state }).includes(state));
  }
  assert.equal(
    sentence('decision.settled', { before: 'released', state: 'released' }),
    'The decision stays released.',
  );
});

test('a resolution says what becomes of the output', () => {
  const words = ['approve', 'edit', 'reject', 'something new'].map((resolution) =>
    sentence('task.resolved', { resolution }),
  );
  assert.equal(words[0], 'The undo window ended: the output stands.');
  assert.equal(new Set(words).size, 4);
});
