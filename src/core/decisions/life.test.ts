import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type DecisionEvent,
  type DecisionState,
  decisionEvents,
  decisionLife,
  decisionStates,
  stepDecision,
} from './life.ts';

const judgements = ['approve', 'edit', 'reject', 'cannot-decide'] as const;
const finalStates = ['edited', 'rejected', 'corrected', 'recalled', 'defaulted', 'shadowed'] as const;

/** The whole table once more, as a person would write it down: `-` is already settled, `x` is not held. */
const expected: Readonly<Record<DecisionState, string>> = {
  //          approve  edit      reject   cannot   t-o reject t-o release t-o default
  held: '     released edited    rejected held     rejected   flagged     defaulted',
  released: ' released corrected recalled released x          x           x',
  flagged: '  released corrected recalled flagged  x          x           x',
  edited: '   -        -         -        -        x          x           x',
  rejected: ' -        -         -        -        x          x           x',
  corrected: '-        -         -        -        x          x           x',
  recalled: ' -        -         -        -        x          x           x',
  defaulted: '-        -         -        -        x          x           x',
  shadowed: ' -        -         -        -        x          x           x',
};

function written(state: DecisionState, event: DecisionEvent): string {
  const step = stepDecision(state, event);
  if (step.ok) return step.state;
  return step.because === 'already-settled' ? '-' : 'x';
}

test('every state answers every event as the table says', () => {
  for (const state of decisionStates) {
    const row = decisionEvents.map((event) => written(state, event));
    assert.deepEqual(row, expected[state].trim().split(/ +/), state);
  }
});

test('the table has exactly the states and events that are listed', () => {
  assert.deepEqual(Object.keys(decisionLife).sort(), [...decisionStates].sort());
  for (const row of Object.values(decisionLife))
    assert.deepEqual(Object.keys(row).sort(), [...decisionEvents].sort());
});

test('every state can be reached from held, released or shadowed', () => {
  const reached = new Set<DecisionState>(['held', 'released', 'shadowed']);
  for (let round = 0; round < decisionStates.length; round += 1)
    for (const state of [...reached])
      for (const event of decisionEvents) {
        const step = stepDecision(state, event);
        if (step.ok) reached.add(step.state);
      }
  assert.deepEqual([...reached].sort(), [...decisionStates].sort());
});

test('nothing becomes held again', () => {
  for (const state of decisionStates)
    for (const event of decisionEvents) {
      const step = stepDecision(state, event);
      if (step.ok && step.state === 'held') assert.equal(state, 'held');
    }
});

/** A second, independent account of the life: what was said, in words instead of a table. */
class Model {
  gone: boolean;
  judged: 'no' | 'good' | 'changed' | 'bad' | 'replaced' = 'no';
  flagged = false;

  constructor(start: 'held' | 'released') {
    this.gone = start === 'released';
  }

  take(event: DecisionEvent): boolean {
    if (event.startsWith('time-out-')) return this.#timeOut(event);
    if (this.judged !== 'no' && this.judged !== 'good') return false;
    if (event === 'approve') {
      this.judged = 'good';
      this.gone = true;
      this.flagged = false;
    } else if (event === 'edit') this.judged = 'changed';
    else if (event === 'reject') this.judged = 'bad';
    return true;
  }

  #timeOut(event: DecisionEvent): boolean {
    if (this.gone || this.judged !== 'no') return false;
    if (event === 'time-out-reject') this.judged = 'bad';
    else if (event === 'time-out-default') this.judged = 'replaced';
    else {
      this.gone = true;
      this.flagged = true;
    }
    return true;
  }

  state(): DecisionState {
    if (this.judged === 'changed') return this.gone ? 'corrected' : 'edited';
    if (this.judged === 'replaced') return 'defaulted';
    if (this.judged === 'bad') return this.gone ? 'recalled' : 'rejected';
    if (!this.gone) return 'held';
    return this.flagged ? 'flagged' : 'released';
  }
}

test('any sequence of events agrees with the model in words', () => {
  const start = fc.constantFrom('held' as const, 'released' as const);
  const events = fc.array(fc.constantFrom(...decisionEvents), { maxLength: 12 });
  fc.assert(
    fc.property(start, events, (first, sequence) => {
      const model = new Model(first);
      let state: DecisionState = first;
      for (const event of sequence) {
        const step = stepDecision(state, event);
        assert.equal(step.ok, model.take(event), `${state} ${event}`);
        if (step.ok) state = step.state;
        assert.equal(state, model.state());
      }
    }),
  );
});

test('a final state stays what it is, whatever comes', () => {
  for (const state of finalStates)
    for (const event of decisionEvents) assert.equal(stepDecision(state, event).ok, false);
});

test('of two judgements that race for a held decision, one alone changes it for good', () => {
  for (const first of judgements)
    for (const second of judgements) {
      const one = stepDecision('held', first);
      assert.ok(one.ok);
      const two = stepDecision(one.state, second);
      const changing = first === 'edit' || first === 'reject';
      assert.equal(two.ok, !changing, `${first} then ${second}`);
    }
});
