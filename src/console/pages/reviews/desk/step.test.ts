import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Claim } from '../../../../contract/reviews.ts';
import {
  closedDesk,
  type DeskEvent,
  type DeskEventKind,
  type DeskState,
  type Held,
  heldOf,
  type Phase,
  phaseOf,
  phases,
} from './desk-state.ts';
import { blankDraft } from './draft.ts';
import { itemNamed } from './stage-item.ts';
import { step } from './step.ts';
import type { Trouble } from './trouble.ts';

const away: Trouble = {
  code: 'away',
  sentence: 'The server cannot be reached.',
  todo: null,
  passing: true,
  claimable: true,
};
const stale: Trouble = {
  code: 'claim.stale',
  sentence: 'Bo has this task now.',
  todo: null,
  passing: false,
  claimable: false,
};

const approve: DeskEvent = { kind: 'submitted', errand: { kind: 'verdict', verdict: { kind: 'approve' } } };
const skipIt: DeskEvent = { kind: 'submitted', errand: { kind: 'release', reason: 'pause' } };

function held(taskId: string): Held {
  const claim: Claim = {
    claimToken: `token of ${taskId}`,
    slotNumber: 1,
    claimedAt: '2025-01-01T00:00:00.000Z',
    expiresAt: '2025-01-01T00:10:00.000Z',
    item: itemNamed(taskId),
  };
  return heldOf(claim, 600_000);
}

function after(state: DeskState, ...events: DeskEvent[]): DeskState {
  return events.reduce((before, event) => step(before, event).state, state);
}

const judgingA = after(closedDesk, { kind: 'opened', claims: [held('a')], trouble: null });
const judgingAB = after(judgingA, { kind: 'claimed', held: held('b') });
const sentA = (undoEndsAtMs: number | null): DeskEvent => ({
  kind: 'sent',
  taskId: 'a',
  verdict: { verdictId: 'v-a', undoEndsAtMs },
  atMs: 1000,
});

const examples: Record<Phase, DeskState> = {
  seeking: closedDesk,
  judging: judgingAB,
  lapsed: after(judgingA, { kind: 'lost', taskId: 'a', trouble: stale }),
  empty: after(closedDesk, { kind: 'opened', claims: [], trouble: null }, { kind: 'claimed', held: null }),
  stuck: after(closedDesk, { kind: 'claim-failed', trouble: away }),
};

const events: Record<DeskEventKind, DeskEvent> = {
  opened: { kind: 'opened', claims: [held('x')], trouble: null },
  claimed: { kind: 'claimed', held: held('c') },
  'claim-failed': { kind: 'claim-failed', trouble: away },
  typed: { kind: 'typed', draft: { ...blankDraft, comment: 'hm' } },
  'draft-kept': { kind: 'draft-kept', where: 'server' },
  submitted: approve,
  sent: sentA(9000),
  'send-failed': { kind: 'send-failed', taskId: 'a', trouble: away },
  undo: { kind: 'undo' },
  undone: { kind: 'undone', verdictId: 'v-z', held: held('z') },
  'undo-failed': { kind: 'undo-failed', verdictId: 'v-z', trouble: away },
  'undo-over': { kind: 'undo-over', atMs: 1e12 },
  extended: { kind: 'extended', taskId: 'a', endsAtMs: 700_000 },
  lost: { kind: 'lost', taskId: 'a', trouble: stale },
  'claim-again': { kind: 'claim-again' },
  regained: { kind: 'regained', held: held('a') },
  'regain-failed': { kind: 'regain-failed', taskId: 'a', trouble: stale },
  dropped: { kind: 'dropped' },
  'look-again': { kind: 'look-again' },
};

const same = (phase: Phase): Record<DeskEventKind, Phase> => ({
  opened: phase,
  claimed: phase,
  'claim-failed': phase,
  typed: phase,
  'draft-kept': phase,
  submitted: phase,
  sent: phase,
  'send-failed': phase,
  undo: phase,
  undone: 'judging', // whatever was on screen waits; what was taken back comes first
  'undo-failed': phase,
  'undo-over': phase,
  extended: phase,
  lost: phase,
  'claim-again': phase,
  regained: phase,
  'regain-failed': phase,
  dropped: phase,
  'look-again': phase,
});

const table: Record<Phase, Record<DeskEventKind, Phase>> = {
  seeking: { ...same('seeking'), opened: 'judging', claimed: 'judging', 'claim-failed': 'stuck' },
  judging: { ...same('judging'), lost: 'lapsed', 'regain-failed': 'lapsed' },
  lapsed: { ...same('lapsed'), regained: 'judging', dropped: 'seeking' },
  empty: {
    ...same('empty'),
    opened: 'judging',
    claimed: 'judging',
    'claim-failed': 'stuck',
    'look-again': 'seeking',
  },
  stuck: { ...same('stuck'), opened: 'judging', claimed: 'judging', 'look-again': 'seeking' },
};

test('every event in every phase leads where the table says', () => {
  for (const phase of phases) {
    assert.equal(phaseOf(examples[phase]), phase);
    for (const [kind, to] of Object.entries(table[phase])) {
      const event = events[kind as DeskEventKind]; // keys of the table itself
      assert.equal(phaseOf(after(examples[phase], event)), to, `${phase} + ${kind}`);
    }
  }
});

test('the next item stands on screen in the very step that sends the verdict', () => {
  const { state, tasks } = step(judgingAB, approve);
  assert.equal(state.current?.claim.item.taskId, 'b');
  assert.deepEqual(
    tasks.map((task) => task.kind),
    ['send'],
  );
});

test('with both hands full nothing is fetched; when a verdict has arrived the next one is', () => {
  const busy = after(judgingAB, approve);
  assert.equal(busy.asked, false);
  const { tasks } = step(busy, sentA(null));
  assert.deepEqual(tasks, [{ kind: 'claim', exclude: ['b'] }]);
});

test('a verdict that fails comes back with everything typed, and what had taken its place waits', () => {
  const draft = { ...blankDraft, kind: 'reject' as const, comment: 'no' };
  const failed = after(judgingAB, { kind: 'typed', draft }, approve, events['send-failed']);
  assert.equal(failed.current?.claim.item.taskId, 'a');
  assert.equal(failed.current?.draft.comment, 'no');
  assert.equal(failed.current?.trouble?.code, 'away');
  assert.equal(failed.ahead[0]?.claim.item.taskId, 'b');
});

test('a verdict refused because the claim is gone comes back as lapsed, with its draft', () => {
  const refused = after(judgingAB, approve, { kind: 'send-failed', taskId: 'a', trouble: stale });
  assert.equal(phaseOf(refused), 'lapsed');
  assert.equal(refused.current?.lost?.sentence, 'Bo has this task now.');
});

test('giving back what is gone already is no failure', () => {
  const gone = after(judgingAB, skipIt, { kind: 'send-failed', taskId: 'a', trouble: stale });
  assert.equal(gone.current?.claim.item.taskId, 'b');
  assert.equal(gone.said, null);
});

test('what was skipped is not offered again', () => {
  const { tasks } = step(after(judgingAB, skipIt), { kind: 'sent', taskId: 'a', verdict: null, atMs: 5 });
  assert.deepEqual(tasks, [{ kind: 'claim', exclude: ['b', 'a'] }]);
});

test('undo brings the item back with its draft and gives back what the hands cannot hold', () => {
  const draft = { ...blankDraft, comment: 'mine' };
  const given = after(judgingAB, { kind: 'typed', draft }, approve, sentA(9000), {
    kind: 'claimed',
    held: held('c'),
  });
  const { tasks } = step(given, { kind: 'undo' });
  assert.deepEqual(tasks, [{ kind: 'withdraw', verdictId: 'v-a' }]);
  const back = step(after(given, { kind: 'undo' }), { kind: 'undone', verdictId: 'v-a', held: held('a') });
  assert.equal(back.state.current?.draft.comment, 'mine');
  assert.equal(back.state.ahead[0]?.claim.item.taskId, 'b');
  assert.equal(back.state.givenAtMs.length, 0);
  assert.equal(back.tasks[0]?.kind, 'give-back');
});

test('an undo before the verdict has arrived is carried out as soon as it has', () => {
  const { tasks } = step(after(judgingAB, approve, { kind: 'undo' }), sentA(9000));
  assert.deepEqual(tasks[0], { kind: 'withdraw', verdictId: 'v-a' });
});

test('the undo of a verdict that can no longer be undone disappears', () => {
  const given = after(judgingAB, approve, sentA(9000));
  assert.equal(after(given, { kind: 'undo-over', atMs: 8999 }).undoable.length, 1);
  assert.equal(after(given, { kind: 'undo-over', atMs: 9000 }).undoable.length, 0);
});

test('a claim lost ahead of time is forgotten without a word', () => {
  const lost = after(judgingAB, { kind: 'lost', taskId: 'b', trouble: stale });
  assert.equal(phaseOf(lost), 'judging');
  assert.equal(lost.ahead.length, 0);
});

test('whatever happens, no more is held than two hands can, nothing shows twice, one claim is asked for at a time', () => {
  const ids = ['a', 'b', 'c', 'd'];
  const anyEvent = fc.oneof(
    fc.constantFrom<DeskEvent>(
      approve,
      skipIt,
      { kind: 'undo' },
      { kind: 'look-again' },
      { kind: 'dropped' },
      { kind: 'claim-again' },
      { kind: 'claim-failed', trouble: away },
    ),
    fc
      .constantFrom(...ids)
      .chain((id) =>
        fc.constantFrom<DeskEvent>(
          { kind: 'claimed', held: held(id) },
          { kind: 'lost', taskId: id, trouble: stale },
          { kind: 'regained', held: held(id) },
          { kind: 'send-failed', taskId: id, trouble: away },
          { kind: 'sent', taskId: id, verdict: { verdictId: `v-${id}`, undoEndsAtMs: 9 }, atMs: 1 },
          { kind: 'undone', verdictId: `v-${id}`, held: held(id) },
        ),
      ),
  );
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 40 }), (happened) => {
      let state = closedDesk;
      for (const event of happened) {
        const result = step(state, event);
        state = result.state;
        const shown = [...(state.current ? [state.current] : []), ...state.ahead];
        const asks = result.tasks.filter((task) => task.kind === 'claim');
        assert.ok(state.ahead.length <= 2);
        assert.ok(asks.length <= 1);
        assert.ok(asks.length === 0 || shown.length + state.outgoing.length < 2);
        assert.ok(asks.length === 0 || result.tasks.every((task) => task.kind !== 'give-back'));
        assert.equal(new Set(shown.map((one) => one.claim.item.taskId)).size, shown.length);
      }
    }),
  );
});
