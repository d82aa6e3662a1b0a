// Generators of whole policies, decisions and circumstances, for tests that hold for all of them.

import fc from 'fast-check';
import type {
  Overload,
  OverloadStep,
  PolicyDocument,
  Route,
  Stratum,
  Threshold,
  Timeout,
} from '../core/policies/document.ts';
import type { PolicyFacts, RoutingContext, StandingApproval } from '../core/policies/facts.ts';
import type { BySlice } from '../core/use-cases/slice.ts';
import type { PolicySubject } from '../core/use-cases/use-case.ts';

export const anySubject: PolicySubject = {
  outputKind: 'class',
  classes: [
    { name: 'refund', impact: 1 },
    { name: 'fraud', impact: 20 },
    { name: 'spam', impact: 0 },
  ],
  metadataFields: [
    { name: 'amount', type: 'number', required: true },
    { name: 'count', type: 'integer', required: false },
    { name: 'country', type: 'string', required: false },
    { name: 'seenAt', type: 'timestamp', required: false },
  ],
};

/** Each reads something else, so that most policies are about several things. */
const conditions = [
  'confidence >= 0.8',
  'confidence < thresholds.sure',
  'calibrated >= thresholds.sure',
  'expectedImpact > thresholds.dear',
  'label == "fraud"',
  'label in ["refund", "spam"]',
  'model == "m-1"',
  'modelState == "probation"',
  'probabilities.exists(c, c != label && probabilities[c] > 0.3)',
  'metadata.amount > 100',
  'metadata.count + 1 > 3',
  'has(metadata.country) && metadata.country.startsWith("D")',
  'metadata.country == "DE"',
  'now - metadata.seenAt > duration("1h")',
  'now.getHours() < 12',
  'backlog.tier1 > 5 || backlog.overdueSeconds > 60.0',
  'true',
  'false',
] as const;
const condition = fc.constantFrom(...conditions);

const seconds = fc.integer({ min: 1, max: 7200 });
const output = fc.constantFrom('refund', 'spam', null);
const timeout: fc.Arbitrary<Timeout> = fc.oneof(
  fc.constant({ action: 'keep-holding' as const }),
  fc.record({ action: fc.constantFrom('reject' as const, 'escalate' as const), afterSeconds: seconds }),
  fc.record({ action: fc.constant('safe-output' as const), afterSeconds: seconds, output }),
);
const people = { dueSeconds: seconds, tier: fc.constantFrom<1 | 2>(1, 2) };
const route: fc.Arbitrary<Route> = fc.oneof(
  fc.constant<Route>({ kind: 'release' }),
  fc.record({ kind: fc.constant('hold' as const), ...people, timeout }),
  fc.record({ kind: fc.constant('release-and-review' as const), ...people }),
  fc.record({
    kind: fc.constant('consensus' as const),
    ...people,
    meanwhile: fc.constantFrom('hold' as const, 'release' as const),
    judgements: fc.constant({ least: 2, most: 3 }),
    timeout,
  }),
);

const rate = fc.constantFrom(0, 0.01, 0.2, 1);
const step: fc.Arbitrary<OverloadStep> = fc.oneof(
  fc.record({
    action: fc.constant('set-threshold' as const),
    threshold: fc.constantFrom('sure', 'dear'),
    value: fc.double({ min: 0, max: 5, noNaN: true }),
  }),
  fc.record({ action: fc.constant('sample-less' as const), factor: fc.constantFrom(0, 0.5, 1) }),
  fc.constant({ action: 'hold-reviews' as const }),
  fc.record({ action: fc.constant('safe-output' as const), output }),
);
const overload: fc.Arbitrary<Overload> = fc.record({
  limits: fc.constant([{ tier: 1, backlog: 10 }] as const),
  steps: fc.array(step, { minLength: 1, maxLength: 5 }),
  everySeconds: seconds,
});
const strata: fc.Arbitrary<readonly Stratum[]> = fc
  .array(fc.record({ when: condition, rate }), { maxLength: 3 })
  .map((all) => all.map((one, index) => ({ ...one, name: `s${index}` })));
const own = fc.double({ min: 0, max: 1, noNaN: true });
const anySlices: fc.Arbitrary<BySlice> = fc.oneof(
  fc.record({ by: fc.constant('label'), values: fc.record({ fraud: own }) }),
  fc.record({ by: fc.constant('metadata.country'), values: fc.record({ DE: own, FR: own }) }),
  fc.record({ by: fc.constant('metadata.count'), values: fc.record({ 0: own, 3: own }) }),
);
const thresholds: fc.Arbitrary<readonly Threshold[]> = fc
  .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.option(anySlices), fc.option(anySlices))
  .map(([value, sure, dear]) => [
    { name: 'sure', value, ...(sure === null ? {} : { bySlice: sure }) },
    { name: 'dear', value: 2, ...(dear === null ? {} : { bySlice: dear }) },
  ]);

export const anyPolicy: fc.Arbitrary<PolicyDocument> = fc
  .tuple(
    fc.array(fc.record({ when: condition, route }), { maxLength: 6 }),
    fc.record({
      otherwise: route,
      thresholds,
      calibration: fc.constantFrom<NonNullable<PolicyDocument['calibration']>[]>(
        {},
        { 'm-1': 1 },
        { 'm-1': { bySlice: { by: 'metadata.country', values: { DE: 1 } } } },
        { 'm-1': { map: 1, bySlice: { by: 'label', values: { fraud: 2 } } } },
      ),
      audit: fc.record({ rate, floor: fc.constantFrom(0, 0.05), strata }),
    }),
    fc.option(overload),
  )
  .map(([rules, rest, contract]) => ({
    rules: rules.map((rule, index) => ({ ...rule, name: `r${index}` })),
    ...rest,
    ...(contract === null ? {} : { overload: contract }),
  }));

const share = fc.oneof(fc.constantFrom(0, 0.5, 1), fc.double({ min: 0, max: 1, noNaN: true }));
const someTimeMs = fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2026, 0) + 30 * 86_400_000 });

export const anyFacts: fc.Arbitrary<PolicyFacts> = fc.record({
  confidence: share,
  calibrated: fc.option(share),
  label: fc.constantFrom('refund', 'fraud', 'spam'),
  model: fc.constantFrom('m-1', 'm-2'),
  modelState: fc.constantFrom('active' as const, 'probation' as const),
  metadata: fc.record(
    {
      amount: fc.constantFrom(0, 99.5, 100, 5000),
      count: fc.integer({ min: 0, max: 5 }),
      country: fc.constantFrom('DE', 'FR'),
      seenAt: someTimeMs.map((ms) => new Date(ms).toISOString()),
    },
    { requiredKeys: ['amount'] },
  ),
  probabilities: fc.record({ refund: share, fraud: share, spam: share }, { requiredKeys: [] }),
  nowMs: someTimeMs,
  backlog: fc.option(fc.record({ tier1: fc.nat(10), tier2: fc.nat(10), overdueSeconds: fc.nat(120) })),
});

const approval: fc.Arbitrary<StandingApproval> = fc.record({
  standingApprovalId: fc.uuid(),
  scope: fc.constantFrom(
    'metadata.amount < 1000',
    'metadata.country == "DE"',
    'label == "fraud"',
    'confidence > 0.3',
  ),
  expiresAtMs: someTimeMs,
});

export const anyContext: fc.Arbitrary<RoutingContext> = fc.record({
  thresholds: fc.constantFrom({}, { sure: 0.95 }, { sure: 2 }, { dear: -1 }),
  overloadSteps: fc.nat(6),
  approvals: fc.array(approval, { maxLength: 3 }),
});
