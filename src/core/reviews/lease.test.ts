import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canStillUndo, effectAtMs, heartbeatEveryMs, leaseEndMs, leaseIsOver, secondsLeft } from './lease.ts';

test('a lease ends after its seconds', () => {
  assert.equal(leaseEndMs(0, 600), 600_000);
  assert.equal(leaseEndMs(1_000, 30), 31_000);
});

test('a lease is over at its end, not before', () => {
  assert.equal(leaseIsOver(1000, 999), false);
  assert.equal(leaseIsOver(1000, 1000), true);
  assert.equal(leaseIsOver(1000, 1001), true);
});

test('heartbeats come three times a lease, at least once a minute', () => {
  assert.equal(heartbeatEveryMs(30), 10_000);
  assert.equal(heartbeatEveryMs(90), 30_000);
  assert.equal(heartbeatEveryMs(180), 60_000);
  assert.equal(heartbeatEveryMs(86_400), 60_000);
});

test('a lease survives two lost heartbeats', () => {
  fc.assert(
    fc.property(fc.integer({ min: 30, max: 86_400 }), (leaseSeconds) => {
      const end = leaseEndMs(0, leaseSeconds);
      assert.equal(leaseIsOver(end, 2 * heartbeatEveryMs(leaseSeconds)), false);
    }),
  );
});

test('a reviewer who keeps sending heartbeats keeps the task for good', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 30, max: 86_400 }),
      fc.integer({ min: 1, max: 50 }),
      (leaseSeconds, beats) => {
        let atMs = 0;
        let end = leaseEndMs(atMs, leaseSeconds);
        for (let beat = 0; beat < beats; beat += 1) {
          atMs += heartbeatEveryMs(leaseSeconds);
          assert.equal(leaseIsOver(end, atMs), false);
          end = leaseEndMs(atMs, leaseSeconds);
        }
      },
    ),
  );
});

test('the effect leaves when the undo window ends', () => {
  assert.equal(effectAtMs(1000, 5), 6000);
  assert.equal(canStillUndo(6000, 5999), true);
  assert.equal(canStillUndo(6000, 6000), false);
});

test('with zero undo seconds a verdict takes effect at once', () => {
  assert.equal(canStillUndo(effectAtMs(1000, 0), 1000), false);
});

test('undo and effect never overlap: at every instant exactly one of them is possible', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 300 }),
      fc.integer({ min: 0, max: 400_000 }),
      (undoSeconds, atMs) => {
        const effect = effectAtMs(0, undoSeconds);
        const due = effect <= atMs;
        assert.equal(canStillUndo(effect, atMs), !due);
      },
    ),
  );
});

test('the countdown shows a second until it is really over, and never less than zero', () => {
  assert.equal(secondsLeft(6000, 1000), 5);
  assert.equal(secondsLeft(6000, 5001), 1);
  assert.equal(secondsLeft(6000, 5999.5), 1);
  assert.equal(secondsLeft(6000, 6000), 0);
  assert.equal(secondsLeft(6000, 9000), 0);
});
