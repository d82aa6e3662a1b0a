import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SlotEvent, type SlotState, stepSlot } from './slot-life.ts';
import { stepTask, type TaskState, taskStates } from './task-life.ts';
import {
  mayAct,
  nextActions,
  type ReviewAction,
  reviewActions,
  type Standing,
  standings,
  whatNext,
  whyNotSentences,
} from './what-next.ts';

function allowed(state: TaskState, standing: Standing): ReviewAction[] {
  return reviewActions.filter((action) => mayAct(state, standing, action) === 'yes');
}

test('the table has every state, standing and action', () => {
  assert.deepEqual(Object.keys(nextActions).sort(), [...taskStates].sort());
  for (const row of Object.values(nextActions)) {
    assert.deepEqual(Object.keys(row).sort(), [...standings].sort());
    for (const answers of Object.values(row))
      assert.deepEqual(Object.keys(answers).sort(), [...reviewActions].sort());
  }
});

test('who holds an open task judges it, gives it back or parks it', () => {
  assert.deepEqual(allowed('open', 'holder'), [
    'approve',
    'edit',
    'reject',
    'cannot-decide',
    'give-back',
    'park',
  ]);
});

test('who could claim it claims it first', () => {
  assert.deepEqual(allowed('open', 'candidate'), ['claim']);
  assert.equal(mayAct('open', 'candidate', 'approve'), 'claim-first');
});

test('who parked it resumes it or gives it back', () => {
  assert.deepEqual(allowed('open', 'parker'), ['give-back', 'resume']);
});

test('who comes late is told that somebody else has it', () => {
  assert.deepEqual(allowed('open', 'latecomer'), []);
  assert.equal(mayAct('open', 'latecomer', 'claim'), 'held-by-another');
  assert.equal(mayAct('open', 'latecomer', 'approve'), 'held-by-another');
});

test('only who judged it can undo, and only inside the window', () => {
  assert.deepEqual(allowed('judged', 'judge'), ['undo']);
  for (const state of ['open', 'judged'] as const)
    for (const standing of standings.filter((one) => one !== 'judge'))
      assert.notEqual(mayAct(state, standing, 'undo'), 'yes');
  assert.equal(mayAct('resolved', 'judge', 'undo'), 'undo-over');
});

test('who has judged does not judge the same task again, neither beside others nor one tier up', () => {
  assert.deepEqual(allowed('open', 'judge'), ['undo']);
  assert.deepEqual(allowed('open', 'earlier-judge'), []);
  for (const standing of ['judge', 'earlier-judge'] as const)
    assert.equal(mayAct('open', standing, 'claim'), 'judged-before');
});

test('a verdict that has brought in others cannot be undone any more', () => {
  for (const state of ['open', 'judged'] as const)
    assert.equal(mayAct(state, 'earlier-judge', 'undo'), 'undo-over');
});

test('without the qualification nothing can be done, and the reason says so', () => {
  for (const state of ['open', 'judged'] as const) {
    assert.deepEqual(allowed(state, 'unqualified'), []);
    assert.equal(mayAct(state, 'unqualified', 'claim'), 'not-qualified');
  }
});

test('a bystander does nothing anywhere', () => {
  for (const state of taskStates) assert.deepEqual(allowed(state, 'bystander'), []);
});

test('nothing is done to a task that has ended', () => {
  for (const state of ['resolved', 'cancelled'] as const)
    for (const standing of standings) assert.deepEqual(allowed(state, standing), []);
});

test('the table never allows what the lives of task and slot would refuse', () => {
  // How the rows stand when a person has a standing, and which events an action is made of.
  const slotOf: Readonly<Record<Standing, SlotState>> = {
    holder: 'claimed',
    judge: 'judged',
    'earlier-judge': 'judged',
    parker: 'parked',
    candidate: 'open',
    latecomer: 'claimed',
    unqualified: 'open',
    bystander: 'open',
  };
  const slotEventOf: Readonly<Record<ReviewAction, SlotEvent>> = {
    claim: 'claim',
    approve: 'judge',
    edit: 'judge',
    reject: 'judge',
    'cannot-decide': 'judge',
    'give-back': 'give-back',
    park: 'park',
    resume: 'resume',
    undo: 'undo',
  };
  for (const state of taskStates)
    for (const standing of standings)
      for (const action of allowed(state, standing)) {
        const event = slotEventOf[action];
        assert.ok(stepSlot(slotOf[standing], event).ok, `${standing} ${action}`);
        if (event === 'claim' || event === 'judge' || event === 'undo')
          assert.ok(stepTask(state, event).ok, `${state} ${action}`);
      }
});

test('the answers come in the order of the buttons, disabled ones with a sentence', () => {
  const shown = whatNext('open', 'candidate');
  assert.deepEqual(
    shown.map((one) => one.action),
    [...reviewActions],
  );
  assert.deepEqual(shown[0], { action: 'claim', enabled: true, because: null });
  assert.deepEqual(shown[1], { action: 'approve', enabled: false, because: 'Take the task first.' });
  for (const one of shown) assert.equal(one.enabled, one.because === null);
});

test('every reason is a sentence, and every sentence is used', () => {
  const used = new Set<string>();
  for (const state of taskStates)
    for (const standing of standings)
      for (const action of reviewActions) used.add(mayAct(state, standing, action));
  used.delete('yes');
  assert.deepEqual([...used].sort(), Object.keys(whyNotSentences).sort());
  for (const sentence of Object.values(whyNotSentences)) assert.match(sentence, /^[A-Z].*\.$/);
});
