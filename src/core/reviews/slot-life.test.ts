import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type SlotEvent, type SlotState, slotEvents, slotLife, slotStates, stepSlot } from './slot-life.ts';

/** The table as a person would write it; a dash is a refusal. */
const expected: Readonly<Record<SlotState, string>> = {
  //        claim   heartbeat give-back expire park   resume  wake judge  undo
  open: '   claimed -         -         -      -      -       -    -      -',
  claimed: '-       claimed   open      open   parked -       -    judged -',
  parked: ' -       -         open      -      -      claimed open -      -',
  judged: ' -       -         -         -      -      -       -    -      claimed',
};

test('every state answers every event as the table says', () => {
  for (const state of slotStates) {
    const row = slotEvents.map((event) => {
      const step = stepSlot(state, event);
      return step.ok ? step.state : '-';
    });
    assert.deepEqual(row, expected[state].trim().split(/ +/), state);
  }
});

test('the table has exactly the states and events that are listed', () => {
  assert.deepEqual(Object.keys(slotLife).sort(), [...slotStates].sort());
  for (const row of Object.values(slotLife))
    assert.deepEqual(Object.keys(row).sort(), [...slotEvents].sort());
});

function refusal(state: SlotState, event: SlotEvent): string | null {
  const step = stepSlot(state, event);
  return step.ok ? null : step.because;
}

test('each refusal says what stands in the way', () => {
  assert.equal(refusal('claimed', 'claim'), 'claimed-by-another');
  assert.equal(refusal('parked', 'claim'), 'parked');
  assert.equal(refusal('open', 'judge'), 'not-claimed');
  assert.equal(refusal('open', 'heartbeat'), 'not-claimed');
  assert.equal(refusal('parked', 'judge'), 'not-claimed');
  assert.equal(refusal('claimed', 'undo'), 'not-judged');
  assert.equal(refusal('open', 'wake'), 'not-parked');
  for (const event of slotEvents.filter((one) => one !== 'undo'))
    assert.equal(refusal('judged', event), 'already-judged');
});

test('a verdict needs a claim: judging follows only from claimed', () => {
  for (const state of slotStates) assert.equal(stepSlot(state, 'judge').ok, state === 'claimed');
});

test('a lease that ran out and a verdict race for one claim: one wins, the other is told why', () => {
  const expired = stepSlot('claimed', 'expire');
  assert.ok(expired.ok);
  assert.equal(refusal(expired.state, 'judge'), 'not-claimed');
  const judged = stepSlot('claimed', 'judge');
  assert.ok(judged.ok);
  assert.equal(refusal(judged.state, 'expire'), 'already-judged');
});

test('from every state a slot can come to a verdict', () => {
  const paths: Readonly<Record<SlotState, readonly SlotEvent[]>> = {
    open: ['claim', 'judge'],
    claimed: ['judge'],
    parked: ['resume', 'judge'],
    judged: ['undo', 'judge'],
  };
  for (const state of slotStates) {
    let now: SlotState = state;
    for (const event of paths[state]) {
      const step = stepSlot(now, event);
      assert.ok(step.ok, `${now} ${event}`);
      now = step.state;
    }
    assert.equal(now, 'judged');
  }
});

/** A slot as three facts that the rows hold: a lease, a park time, a verdict. */
class Model {
  lease = false;
  parked = false;
  verdict = false;

  take(event: SlotEvent): boolean {
    if (this.verdict) return event === 'undo' && this.#set({ lease: true });
    switch (event) {
      case 'claim':
        return !this.lease && !this.parked && this.#set({ lease: true });
      case 'heartbeat':
        return this.lease;
      case 'give-back':
        return (this.lease || this.parked) && this.#set({});
      case 'expire':
        return this.lease && this.#set({});
      case 'park':
        return this.lease && this.#set({ parked: true });
      case 'resume':
        return this.parked && this.#set({ lease: true });
      case 'wake':
        return this.parked && this.#set({});
      case 'judge':
        return this.lease && this.#set({ verdict: true });
      case 'undo':
        return false;
    }
  }

  #set({ lease = false, parked = false, verdict = false }): true {
    Object.assign(this, { lease, parked, verdict });
    return true;
  }

  state(): SlotState {
    if (this.verdict) return 'judged';
    if (this.parked) return 'parked';
    return this.lease ? 'claimed' : 'open';
  }
}

test('any sequence of events agrees with the model of lease, park time and verdict', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...slotEvents), { maxLength: 20 }), (events) => {
      const model = new Model();
      let state: SlotState = 'open';
      for (const event of events) {
        const step = stepSlot(state, event);
        assert.equal(step.ok, model.take(event), `${state} ${event}`);
        if (step.ok) state = step.state;
        assert.equal(state, model.state());
      }
    }),
  );
});
