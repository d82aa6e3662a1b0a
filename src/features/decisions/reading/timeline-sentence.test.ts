import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decisionLife } from '../../../core/decisions/life.ts';
import type { Entry } from '../../../core/ledger/entry.ts';
import { ENTRY_KINDS, type EntryKind } from '../../../core/ledger/kinds.ts';
import { verdictKinds } from '../../../core/reviews/resolve.ts';
import { sentenceOf } from './timeline-sentence.ts';

function sentence(kind: EntryKind, facts: Entry['facts'] = {}): string {
  return sentenceOf({
    kind,
    facts,
    entryId: 'x.0',
    commitId: 'x',
    index: 0,
    at: new Date(0).toISOString(),
    actor: { kind: 'system', pseudonym: 'test' },
    about: {},
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

test('every verdict has words of its own', () => {
  const words = new Set(verdictKinds.map((kind) => sentence('verdict.given', { kind })));
  assert.equal(words.size, verdictKinds.length);
});

test('a settlement says from which state to which', () => {
  for (const state of Object.keys(decisionLife)) {
    assert.ok(sentence('decision.settled', { before: 'held', state }).includes(state));
  }
});
