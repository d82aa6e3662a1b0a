import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isOrdinary, ordinaryCircumstances } from '../decisions/routing-context.ts';
import { approvalStateAt, approvalStates, checkExpiry, longestApprovalMs, revocations } from './life.ts';

test('it is in force until it expires, and from that very instant on it is not', () => {
  const times = { expiresAtMs: 1000, revokedAtMs: null };
  assert.deepEqual(
    [0, 999, 1000, 1001].map((atMs) => approvalStateAt(times, atMs)),
    ['in-force', 'in-force', 'expired', 'expired'],
  );
});

test('what was revoked stays revoked, also when it would have expired', () => {
  for (const atMs of [0, 500, 1000, 5000])
    assert.equal(approvalStateAt({ expiresAtMs: 1000, revokedAtMs: 400 }, atMs), 'revoked');
});

test('each state says what a revocation does to it', () => {
  assert.deepEqual(Object.keys(revocations).sort(), [...approvalStates].sort());
  assert.deepEqual(
    approvalStates.map((state) => {
      const revocation = revocations[state];
      return revocation.ok ? revocation.change : revocation.because;
    }),
    [true, 'expired', false],
  );
});

test('an approval must end, in the future and within thirty days', () => {
  assert.equal(checkExpiry(1000, 1000), 'past');
  assert.equal(checkExpiry(999, 1000), 'past');
  assert.equal(checkExpiry(Number.NaN, 1000), 'past');
  assert.equal(checkExpiry(1001, 1000), 'fine');
  assert.equal(checkExpiry(1000 + longestApprovalMs, 1000), 'fine');
  assert.equal(checkExpiry(1001 + longestApprovalMs, 1000), 'too-long');
  assert.equal(checkExpiry(Number.POSITIVE_INFINITY, 1000), 'too-long');
});

test('routing and this table agree on the instant at which an approval ends', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer(), (expiresAtMs, atMs) => {
      const approval = {
        standingApprovalId: '01990000-0000-7000-8000-000000000001',
        scope: 'true',
        expiresAtMs,
      };
      const ordinary = isOrdinary({ ...ordinaryCircumstances, approvals: [approval] }, atMs);
      assert.equal(
        approvalStateAt({ expiresAtMs, revokedAtMs: null }, atMs),
        ordinary ? 'expired' : 'in-force',
      );
    }),
  );
});
