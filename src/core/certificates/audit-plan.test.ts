import assert from 'node:assert/strict';
import { test } from 'node:test';
import { near } from '../../testing/near.ts';
import { planAudit } from './audit-plan.ts';

const traffic = { decisionsPerDay: 2000, auditRate: 0.05 };

test('labels above the threshold come from the releasable part of the traffic', () => {
  const { daysAtThisRate, rates } = planAudit({ labels: 700, coverage: 0.5, traffic });
  assert.equal(daysAtThisRate, 14);
  assert.deepEqual(
    rates.map(({ days }) => days),
    [7, 14, 30, 90],
  );
  near(rates[0]?.auditRate, 0.1, { absolute: 1e-12 });
  near(rates[1]?.auditRate, 0.05, { absolute: 1e-12 });
});

test('the rate of so many days has them in so many days', () => {
  const plan = planAudit({ labels: 1941, coverage: 0.37, traffic });
  for (const { days, auditRate } of plan.rates) {
    if (auditRate === null) continue;
    const again = planAudit({ labels: 1941, coverage: 0.37, traffic: { ...traffic, auditRate } });
    assert.ok(Math.abs((again.daysAtThisRate ?? 0) - days) <= 1);
  }
});

test('where judging everything would not do there is no rate', () => {
  const { rates } = planAudit({ labels: 20_000, coverage: 1, traffic });
  assert.equal(rates[0]?.auditRate, null);
  near(rates[2]?.auditRate, 1 / 3, { absolute: 1e-12 });
});

test('without traffic or without an audit the labels never come', () => {
  assert.equal(
    planAudit({ labels: 10, coverage: 0.5, traffic: { ...traffic, auditRate: 0 } }).daysAtThisRate,
    null,
  );
  const none = planAudit({ labels: 10, coverage: 0.5, traffic: { ...traffic, decisionsPerDay: 0 } });
  assert.equal(none.daysAtThisRate, null);
  assert.ok(none.rates.every(({ auditRate }) => auditRate === null));
});

test('labels that are there already need no day', () => {
  const { daysAtThisRate, rates } = planAudit({
    labels: 0,
    coverage: 0.5,
    traffic: { ...traffic, auditRate: 0 },
  });
  assert.equal(daysAtThisRate, 0);
  assert.ok(rates.every(({ auditRate }) => auditRate === 0));
});
