import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasEnded, replayEvents, replayStates, stepReplay } from './replay-life.ts';

const table = {
  waiting: {
    start: 'running',
    finish: 'not-started',
    fail: 'not-started',
    'hand-back': 'not-started',
    cancel: 'cancelled',
  },
  running: { start: 'running', finish: 'done', fail: 'failed', 'hand-back': 'waiting', cancel: 'cancelled' },
  done: { start: 'ended', finish: 'ended', fail: 'ended', 'hand-back': 'ended', cancel: 'ended' },
  failed: { start: 'ended', finish: 'ended', fail: 'ended', 'hand-back': 'ended', cancel: 'ended' },
  cancelled: { start: 'ended', finish: 'ended', fail: 'ended', 'hand-back': 'ended', cancel: 'ended' },
} as const;

for (const state of replayStates) {
  for (const event of replayEvents) {
    test(`${event} of a replay that is ${state}: ${table[state][event]}`, () => {
      const step = stepReplay(state, event);
      assert.equal(step.ok ? step.state : step.because, table[state][event]);
    });
  }
}

test('what has ended is what no event moves any more', () => {
  for (const state of replayStates) {
    assert.equal(hasEnded(state), !replayEvents.some((event) => stepReplay(state, event).ok), state);
  }
});
