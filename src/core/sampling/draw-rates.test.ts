import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawRates, drawWeight, leastDrawRate } from './draw-rates.ts';

const limits = [{ tier: 1, backlog: 10 }] as const;

test('the least of all strata counts, and those that never draw do not', () => {
  assert.equal(leastDrawRate({ audit: { rate: 0.05 } }), 0.05);
  const strata = [
    { name: 'vip', when: 'true', rate: 0.01 },
    { name: 'never', when: 'true', rate: 0 },
  ];
  assert.equal(leastDrawRate({ audit: { rate: 0.05, strata } }), 0.01);
});

test('steps that sample less count as if all were taken, down to the floor', () => {
  const steps = [
    { action: 'sample-less', factor: 0.5 },
    { action: 'hold-reviews' },
    { action: 'sample-less', factor: 0.1 },
  ] as const;
  const overload = { limits, steps, everySeconds: 60 };
  assert.equal(leastDrawRate({ audit: { rate: 0.4 }, overload }), 0.4 * 0.05);
  assert.equal(leastDrawRate({ audit: { rate: 0.4, floor: 0.1 }, overload }), 0.1);
});

test('every stratum there can be has its rate, those under overload too', () => {
  const strata = [{ name: 'vip', when: 'true', rate: 0.5 }];
  assert.deepEqual(
    [...drawRates({ audit: { rate: 0.2, strata } })],
    [
      ['vip', 0.5],
      ['rest', 0.2],
    ],
  );
  const steps = [{ action: 'hold-reviews' }, { action: 'sample-less', factor: 0.5 }] as const;
  const overload = { limits, steps, everySeconds: 60 };
  assert.deepEqual(
    [...drawRates({ audit: { rate: 0.2, floor: 0.15, strata }, overload })],
    [
      ['vip', 0.5],
      ['rest', 0.2],
      ['vip~1', 0.25],
      ['rest~1', 0.15],
    ],
  );
});

test('a drawn decision weighs less the more often its stratum is drawn, whoever sent it to people', () => {
  const policy = { audit: { rate: 0.1, strata: [{ name: 'vip', when: 'true', rate: 0.4 }] } };
  const weigh = (stratum: string, routed: boolean, probability: number) =>
    drawWeight(policy, { stratum, routed, probability });
  assert.deepEqual(
    [weigh('vip', false, 0.4), weigh('vip', true, 1), weigh('rest', false, 0.1), weigh('rest', true, 1)],
    [0.25, 0.25, 1, 1],
  );
  assert.equal(weigh('gone', true, 1), 1);
  // Each stratum moves the bets in proportion to its share of the traffic: rate times weight is the same for all.
  for (const [stratum, rate] of drawRates(policy)) assert.equal(rate * weigh(stratum, true, 1), 0.1);
});

test('a policy that draws nothing bounds nothing', () => {
  assert.equal(leastDrawRate({ audit: { rate: 0 } }), 1);
});
