import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bucketOf } from '../../core/kpis/log-histogram.ts';
import type { Entry } from '../../core/ledger/entry.ts';
import type { LedgerEntry } from '../ledger/reactions.ts';
import { foldEntries } from './fold-entries.ts';

const noon = Date.UTC(2026, 0, 5, 12);
const none: ReadonlyMap<string, string> = new Map();

function entry(kind: Entry['kind'], facts: Entry['facts'], change: Partial<Entry> = {}): LedgerEntry {
  return {
    position: 0,
    entry: {
      entryId: 'x.0',
      commitId: 'x',
      index: 0,
      at: new Date(noon).toISOString(),
      kind,
      actor: { kind: 'system', pseudonym: 'test' },
      about: { useCase: 'u', decision: 'd' },
      facts,
      commitments: {},
      ...change,
    } satisfies Entry,
  };
}

/** `measure part simulated = total`, sorted. */
function counted(entries: readonly LedgerEntry[], strata = none): string[] {
  return foldEntries(entries, strata)
    .counts.map(
      ({ measure, part, simulated, total }) =>
        `${measure} ${part || '-'}${simulated ? ' simulated' : ''} = ${total}`,
    )
    .sort();
}

const recorded = (facts: Entry['facts']) =>
  entry('decision.recorded', { audited: false, stratum: 'rest', ...facts });
const resolved = (facts: Entry['facts']) =>
  entry('task.resolved', { simulated: false, secondsToHuman: 60, ...facts });

test('a released decision counts for its route and for the population the audit speaks for', () => {
  assert.deepEqual(counted([recorded({ route: 'release' })]), ['decisions release = 1', 'released rest = 1']);
  assert.deepEqual(
    counted([recorded({ route: 'release', audited: true, purpose: 'audit', stratum: 'high' })]),
    ['audit-drawn high = 1', 'decisions release = 1', 'released high = 1', 'tasks-opened audit = 1'],
  );
});

test('a decision in shadow is counted apart, and in nothing else', () => {
  const shadow = { route: 'shadow', audited: true, failedClosed: true, purpose: 'audit' };
  assert.deepEqual(counted([recorded(shadow), recorded({ route: 'shadow' })]), ['shadowed - = 2']);
});

test('what a standing approval released counts for it, beside all that is released', () => {
  const about = { useCase: 'u', decision: 'd', standingApproval: 'a' };
  const approved = entry(
    'decision.recorded',
    { route: 'release', audited: false, stratum: 'rest' },
    { about },
  );
  assert.deepEqual(counted([approved, approved, recorded({ route: 'release' })]), [
    'decisions release = 3',
    'released rest = 3',
    'released-by-approval a = 2',
  ]);
});

test('a decision that several people judge opens one task, whether it waits for them or not', () => {
  for (const purpose of ['approval', 'review'])
    assert.deepEqual(counted([recorded({ route: 'consensus', purpose })]), [
      'decisions consensus = 1',
      `tasks-opened ${purpose} = 1`,
    ]);
});

test('held and reviewed decisions open a task and are no part of the audited population', () => {
  assert.deepEqual(counted([recorded({ route: 'hold', purpose: 'approval' })]), [
    'decisions hold = 1',
    'tasks-opened approval = 1',
  ]);
  assert.deepEqual(counted([recorded({ route: 'hold', purpose: 'approval', failedClosed: true })]), [
    'decisions hold = 1',
    'failed-closed - = 1',
    'tasks-opened approval = 1',
  ]);
  assert.deepEqual(counted([recorded({ route: 'release-and-review', purpose: 'review' })]), [
    'decisions release-and-review = 1',
    'tasks-opened review = 1',
  ]);
});

test('a resolution ends its task; edits and rejections are overrides, "cannot decide" is neither', () => {
  assert.deepEqual(counted([resolved({ purpose: 'approval', resolution: 'approve' })]), [
    'resolutions approval = 1',
    'tasks-ended approval = 1',
    'verdicts approve = 1',
  ]);
  for (const resolution of ['edit', 'reject']) {
    assert.deepEqual(counted([resolved({ purpose: 'approval', resolution })]), [
      'overrides approval = 1',
      'resolutions approval = 1',
      'tasks-ended approval = 1',
      `verdicts ${resolution} = 1`,
    ]);
  }
  assert.deepEqual(counted([resolved({ purpose: 'approval', resolution: 'cannot-decide' })]), [
    'tasks-ended approval = 1',
    'verdicts cannot-decide = 1',
  ]);
});

test('an audit counts in the stratum of its decision', () => {
  const strata = new Map([['d', 'high']]);
  assert.deepEqual(counted([resolved({ purpose: 'audit', resolution: 'reject' })], strata), [
    'audit-judged high = 1',
    'audit-wrong high = 1',
    'overrides audit = 1',
    'resolutions audit = 1',
    'tasks-ended audit = 1',
    'verdicts reject = 1',
  ]);
  assert.ok(
    !counted([resolved({ purpose: 'audit', resolution: 'cannot-decide' })], strata)
      .join()
      .includes('audit-'),
  );
});

test('settlements count by the new state, cancelled tasks end, other kinds count nothing', () => {
  assert.deepEqual(counted([entry('decision.settled', { state: 'edited' })]), ['settlements edited = 1']);
  assert.deepEqual(counted([entry('decision.timed-out', { state: 'flagged' })]), ['settlements flagged = 1']);
  assert.deepEqual(counted([entry('task.cancelled', { purpose: 'approval' })]), ['tasks-ended approval = 1']);
  assert.deepEqual(counted([entry('verdict.given', { kind: 'approve' }), entry('task.claimed', {})]), []);
});

test('entries of one minute, use case and kind of people add up; others stand apart', () => {
  const at = (ms: number) => ({ at: new Date(noon + ms).toISOString() });
  const facts = { route: 'release', audited: false, stratum: 'rest' };
  const { counts } = foldEntries(
    [
      entry('decision.recorded', facts, at(0)),
      entry('decision.recorded', facts, at(59_999)),
      entry('decision.recorded', facts, at(60_000)),
      entry('decision.recorded', facts, { about: { useCase: 'v' } }),
    ],
    none,
  );
  const decisions = counts.filter(({ measure }) => measure === 'decisions');
  assert.deepEqual(
    decisions.map(({ useCaseId, minuteMs, total }) => [useCaseId, minuteMs - noon, total]),
    [
      ['u', 0, 2],
      ['u', 60_000, 1],
      ['v', 0, 1],
    ],
  );
  const people = [true, false].map((simulated) =>
    resolved({ purpose: 'review', resolution: 'approve', simulated }),
  );
  assert.deepEqual(
    counted(people).filter((line) => line.startsWith('verdicts')),
    ['verdicts approve = 1', 'verdicts approve simulated = 1'],
  );
});

test('the time to a human goes into the bucket of its length', () => {
  const { durations } = foldEntries(
    [
      resolved({ purpose: 'approval', resolution: 'approve' }),
      resolved({ purpose: 'audit', resolution: 'edit' }),
    ],
    none,
  );
  assert.deepEqual(
    durations.map(({ measure, bucket, total }) => [measure, bucket, total]),
    [['time-to-human', bucketOf(60_000), 2]],
  );
});

test('an entry about no use case counts nothing', () => {
  assert.deepEqual(counted([entry('task.cancelled', { purpose: 'audit' }, { about: {} })]), []);
});
