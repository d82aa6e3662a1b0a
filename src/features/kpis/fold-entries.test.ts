import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Entry } from '../../core/ledger/entry.ts';
import type { EntryKind } from '../../core/ledger/kinds.ts';
import { foldEntries } from './fold-entries.ts';

const at = '2026-01-05T09:00:12.345Z';
const minuteMs = Date.UTC(2026, 0, 5, 9);

function entry(kind: EntryKind, facts: Entry['facts'], change: Partial<Entry> = {}) {
  const made: Entry = {
    kind,
    actor: { kind: 'service', pseudonym: 'p' },
    about: { useCase: 'u1', decision: 'd1' },
    facts,
    commitments: {},
    entryId: 'c.0',
    commitId: 'c',
    index: 0,
    at,
    ...change,
  };
  return { position: 0, entry: made };
}

function recorded(facts: Entry['facts'], change: Partial<Entry> = {}) {
  return entry('decision.recorded', { route: 'release', stratum: 'rest', audited: false, ...facts }, change);
}

function resolved(facts: Entry['facts'], change: Partial<Entry> = {}) {
  return entry('task.resolved', { purpose: 'approval', resolution: 'approve', ...facts }, change);
}

/** `measure part` to total. */
function counted(
  entries: Parameters<typeof foldEntries>[0],
  strata: ReadonlyMap<string, string> = new Map(),
): Record<string, number> {
  const { counts } = foldEntries(entries, strata);
  return Object.fromEntries(counts.map(({ measure, part, total }) => [`${measure} ${part}`.trim(), total]));
}

test('a released decision is one more in the population that the audit speaks for', () => {
  assert.deepEqual(counted([recorded({})]), { 'decisions release': 1, 'released rest': 1 });
  const drawn = counted([recorded({ audited: true, purpose: 'audit', stratum: 'large' })]);
  assert.deepEqual(drawn, {
    'decisions release': 1,
    'tasks-opened audit': 1,
    'released large': 1,
    'audit-drawn large': 1,
  });
});

test('held and reviewed decisions open a task and are not in the released population, drawn or not', () => {
  const held = counted([recorded({ route: 'hold', purpose: 'approval', audited: true })]);
  assert.deepEqual(held, { 'decisions hold': 1, 'tasks-opened approval': 1 });
  const reviewed = counted([recorded({ route: 'release-and-review', purpose: 'review' })]);
  assert.deepEqual(reviewed, { 'decisions release-and-review': 1, 'tasks-opened review': 1 });
});

test('a policy that could not be evaluated is counted', () => {
  const failed = counted([recorded({ route: 'hold', purpose: 'approval', failedClosed: true })]);
  assert.equal(failed['failed-closed'], 1);
});

test('edits and rejections are overrides, approvals are not', () => {
  const entries = ['approve', 'edit', 'reject'].map((resolution) => resolved({ resolution }));
  assert.deepEqual(counted(entries), {
    'tasks-ended approval': 3,
    'verdicts approve': 1,
    'verdicts edit': 1,
    'verdicts reject': 1,
    'resolutions approval': 3,
    'overrides approval': 2,
  });
});

test('nobody could decide: the task has ended, and it is neither a resolution nor a judged audit', () => {
  assert.deepEqual(counted([resolved({ resolution: 'cannot-decide', purpose: 'audit' })]), {
    'tasks-ended audit': 1,
    'verdicts cannot-decide': 1,
  });
});

test('a judged audit counts in the stratum of its decision', () => {
  const strata = new Map([['d1', 'large']]);
  const judged = counted([resolved({ purpose: 'audit', resolution: 'edit' })], strata);
  assert.equal(judged['audit-judged large'], 1);
  assert.equal(judged['audit-wrong large'], 1);
  const right = counted([resolved({ purpose: 'audit' })], strata);
  assert.equal(right['audit-judged large'], 1);
  assert.equal(right['audit-wrong large'], undefined);
});

test('settlements and cancelled tasks are counted, and what is about no use case is not', () => {
  const entries = [
    entry('decision.settled', { state: 'edited' }),
    entry('decision.timed-out', { state: 'rejected' }),
    entry('task.cancelled', { purpose: 'approval' }),
    entry('session.started', {}, { about: { person: 'p1' } }),
  ];
  assert.deepEqual(counted(entries), {
    'settlements edited': 1,
    'settlements rejected': 1,
    'tasks-ended approval': 1,
  });
});

test('minutes, use cases, and simulated people are kept apart; the same key adds up', () => {
  const { counts } = foldEntries(
    [
      recorded({}),
      recorded({}, { at: '2026-01-05T09:00:59.999Z' }),
      recorded({}, { at: '2026-01-05T09:01:00.000Z' }),
      recorded({}, { about: { useCase: 'u2' } }),
      recorded({ simulated: true }),
    ],
    new Map(),
  );
  const decisions = counts.filter(({ measure }) => measure === 'decisions');
  assert.deepEqual(
    decisions.map(({ useCaseId, minuteMs: minute, simulated, total }) => [
      useCaseId,
      (minute - minuteMs) / 60_000,
      simulated,
      total,
    ]),
    [
      ['u1', 0, false, 2],
      ['u1', 1, false, 1],
      ['u2', 0, false, 1],
      ['u1', 0, true, 1],
    ],
  );
});

test('time to human goes into buckets, and only where the entry tells it', () => {
  const entries = [resolved({ secondsToHuman: 60 }), resolved({ secondsToHuman: 60 }), resolved({})];
  const { durations } = foldEntries(entries, new Map());
  assert.deepEqual(
    durations.map(({ measure, total }) => [measure, total]),
    [['time-to-human', 2]],
  );
});
