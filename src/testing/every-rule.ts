// A policy that says everything a policy can say, with conditions that cannot be evaluated for some decisions.
import type { PolicyDocument } from '../core/policies/document.ts';
import { hold, policyOf, release, review } from './replayed.ts';

export const everyRule: PolicyDocument = policyOf({
  thresholds: [
    { name: 'confident', value: 0.8, bySlice: { by: 'label', values: { fraud: 0.95 } } },
    { name: 'dear', value: 3, bySlice: { by: 'metadata.country', values: { FR: 1, US: 6 } } },
  ],
  calibration: { 'm-2': 1 },
  rules: [
    { name: 'Dear', when: 'expectedImpact > thresholds.dear', route: hold(60) },
    { name: 'Long ago', when: 'has(metadata.since) && metadata.since < now', route: review },
    { name: 'Busy', when: 'backlog.tier1 > 100 && confidence < 0.9', route: hold(7200) },
    { name: 'Watched', when: 'modelState == "probation"', route: review },
    {
      name: 'Two look',
      when: 'metadata.amount > 900.0',
      route: {
        ...review,
        kind: 'consensus',
        meanwhile: 'hold',
        judgements: { least: 2, most: 3 },
        timeout: { action: 'keep-holding' },
      },
    },
    { name: 'Listed', when: '"fraud" in probabilities && probabilities["fraud"] > 0.4', route: hold() },
    { name: 'Many', when: 'metadata.count * 3 > 200 || metadata.first', route: review },
    { name: 'Confident', when: 'confidence >= thresholds.confident', route: release },
    { name: 'Trusted', when: 'model == "m-2" && calibrated > 0.3', route: release },
  ],
  audit: {
    rate: 0.2,
    floor: 0.05,
    strata: [{ name: 'abroad', when: 'metadata.country != "DE"', rate: 0.5 }],
  },
  overload: {
    limits: [{ tier: 1, backlog: 10 }],
    everySeconds: 60,
    steps: [
      { action: 'sample-less', factor: 0.5 },
      { action: 'set-threshold', threshold: 'confident', value: 0.5 },
      { action: 'hold-reviews' },
      { action: 'safe-output', output: 'other' },
    ],
  },
});

/** Another policy over the same fields. */
export const otherRules: PolicyDocument = {
  ...everyRule,
  rules: everyRule.rules.slice(3),
  otherwise: review,
};
