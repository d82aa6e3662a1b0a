import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { stepTask, type TaskEvent, type TaskState, taskEvents, taskLife, taskStates } from './task-life.ts';

/** The table as a person would write it: a state is where it goes, a dash is a refusal. */
const expected: Readonly<Record<TaskState, string>> = {
  //           claim judge-one judge  undo effect-due ask-another escalate cancel
  open: '      open  open      judged open -          -           open     cancelled',
  judged: '    -     -         -      open resolved   open        -        -',
  resolved: '  -     -         -      -    -          -           -        -',
  cancelled: ' -     -         -      -    -          -           -        -',
};

test('every state answers every event as the table says', () => {
  for (const state of taskStates) {
    const row = taskEvents.map((event) => {
      const step = stepTask(state, event);
      return step.ok ? step.state : '-';
    });
    assert.deepEqual(row, expected[state].trim().split(/ +/), state);
  }
});

test('the table has exactly the states and events that are listed', () => {
  assert.deepEqual(Object.keys(taskLife).sort(), [...taskStates].sort());
  for (const row of Object.values(taskLife))
    assert.deepEqual(Object.keys(row).sort(), [...taskEvents].sort());
});

function refusal(state: TaskState, event: TaskEvent): string | null {
  const step = stepTask(state, event);
  return step.ok ? null : step.because;
}

test('each refusal says what stands in the way', () => {
  assert.equal(refusal('open', 'ask-another'), 'not-judged');
  assert.equal(refusal('open', 'effect-due'), 'not-judged');
  assert.equal(refusal('judged', 'claim'), 'already-judged');
  assert.equal(refusal('judged', 'judge-one'), 'already-judged');
  assert.equal(refusal('judged', 'judge'), 'already-judged');
  assert.equal(refusal('resolved', 'undo'), 'undo-too-late');
  assert.equal(refusal('resolved', 'judge'), 'already-resolved');
  for (const event of taskEvents) assert.equal(refusal('cancelled', event), 'cancelled');
});

test('verdicts in their undo window beat a time-out that wants to cancel the task or give it to experts', () => {
  assert.equal(refusal('judged', 'cancel'), 'already-judged');
  assert.equal(refusal('judged', 'escalate'), 'already-judged');
});

test('while others are awaited, verdicts are given and taken back and the task stays open', () => {
  for (const event of ['judge-one', 'undo', 'judge-one', 'escalate', 'judge-one'] as const)
    assert.deepEqual(stepTask('open', event), { ok: true, state: 'open' });
});

test('resolved and cancelled are the ends', () => {
  for (const event of taskEvents) {
    assert.equal(stepTask('resolved', event).ok, false);
    assert.equal(stepTask('cancelled', event).ok, false);
  }
});

/** A task as counters: whether all awaited verdicts stand, whether it has ended. */
class Model {
  complete = false;
  end: 'resolved' | 'cancelled' | null = null;

  take(event: TaskEvent): boolean {
    if (this.end !== null) return false;
    switch (event) {
      case 'claim':
      case 'judge-one':
      case 'escalate':
        return !this.complete;
      case 'judge':
        if (this.complete) return false;
        this.complete = true;
        return true;
      case 'undo':
        this.complete = false;
        return true;
      case 'ask-another':
        if (!this.complete) return false;
        this.complete = false;
        return true;
      case 'effect-due':
        if (!this.complete) return false;
        this.end = 'resolved';
        return true;
      case 'cancel':
        if (this.complete) return false;
        this.end = 'cancelled';
        return true;
    }
  }

  state(): TaskState {
    return this.end ?? (this.complete ? 'judged' : 'open');
  }
}

test('any sequence of events agrees with the model of complete verdicts', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...taskEvents), { maxLength: 15 }), (events) => {
      const model = new Model();
      let state: TaskState = 'open';
      for (const event of events) {
        const step = stepTask(state, event);
        assert.equal(step.ok, model.take(event), `${state} ${event}`);
        if (step.ok) state = step.state;
        assert.equal(state, model.state());
      }
    }),
  );
});

test('an effect leaves at most once, and only for a verdict that was not undone', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...taskEvents), { maxLength: 30 }), (events) => {
      let state: TaskState = 'open';
      let effects = 0;
      let last: TaskEvent | null = null;
      for (const event of events) {
        const step = stepTask(state, event);
        if (!step.ok) continue;
        if (event === 'effect-due') {
          effects += 1;
          assert.equal(last, 'judge');
        }
        last = event;
        state = step.state;
      }
      assert.ok(effects <= 1);
    }),
  );
});
