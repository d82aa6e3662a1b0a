import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usualRouting } from '../../testing/recorded.ts';
import { hold, policyOf, release, review, subject } from '../../testing/replayed.ts';
import { compilePolicy } from '../policies/compile-policy.ts';
import type { ConsensusRoute, PolicyDocument } from '../policies/document.ts';
import { ordinaryContext } from '../policies/facts.ts';
import { isReleased, openTreatments, recordedTreatment, treatmentOf } from './treatment.ts';

const consensus: ConsensusRoute = {
  kind: 'consensus',
  dueSeconds: 60,
  meanwhile: 'release',
  judgements: { least: 3, most: 5 },
  timeout: { action: 'keep-holding' },
};

test('a route says who may use the output, how many judge, and by when', () => {
  assert.deepEqual(treatmentOf(release, false), {
    route: 0,
    held: false,
    defaulted: false,
    judgements: 0,
    dueMs: 0,
  });
  assert.deepEqual(treatmentOf(hold(60), false), {
    route: 1,
    held: true,
    defaulted: false,
    judgements: 1,
    dueMs: 60_000,
  });
  assert.deepEqual(treatmentOf(review, false), {
    ...{ route: 2, held: false, defaulted: false },
    ...{ judgements: 1, dueMs: 7_200_000 },
  });
  assert.deepEqual(treatmentOf(consensus, false), {
    ...{ route: 3, held: false, defaulted: false },
    ...{ judgements: 3, dueMs: 60_000 },
  });
  assert.equal(treatmentOf({ ...consensus, meanwhile: 'hold' }, false).held, true);
});

test('who gets the safe output is neither held nor released, and nobody is asked', () => {
  const treatment = treatmentOf(hold(), true);
  assert.deepEqual([treatment.held, treatment.defaulted, treatment.judgements], [false, true, 0]);
  assert.equal(isReleased(treatment), false);
  assert.equal(isReleased(treatmentOf(review, false)), true);
  assert.equal(isReleased(treatmentOf(hold(), false)), false);
});

const document: PolicyDocument = policyOf({
  rules: [
    { name: 'Sure', when: 'confidence > 0.9', route: release },
    { name: 'Fair', when: 'confidence > 0.5', route: review },
    { name: 'Together', when: 'confidence > 0.3', route: consensus },
  ],
  otherwise: hold(300),
  overload: {
    limits: [{ tier: 1, backlog: 1 }],
    everySeconds: 60,
    steps: [{ action: 'hold-reviews' }, { action: 'safe-output', output: 'other' }],
  },
});

test('one object per answer of a policy, and another one where the safe output is given', () => {
  const policy = compilePolicy(document, subject);
  const facts = (confidence: number) => ({
    ...{ confidence, label: 'refund', model: 'm-1', metadata: {}, probabilities: {}, calibrated: null },
    ...{ modelState: 'active' as const, nowMs: 0, backlog: null },
  });
  const treatmentFor = openTreatments();
  const ordinary = treatmentFor(policy.evaluate(facts(0.1)));
  assert.equal(treatmentFor(policy.evaluate(facts(0.2))), ordinary);
  const overloaded = treatmentFor(policy.evaluate(facts(0.1), { ...ordinaryContext, overloadSteps: 2 }));
  assert.deepEqual([ordinary.held, overloaded.held, overloaded.defaulted], [true, false, true]);
  assert.equal(treatmentFor(policy.evaluate(facts(0.95))).judgements, 0);
});

const recordedAs = (change: Partial<typeof usualRouting>, overloadSteps = 0) =>
  recordedTreatment({ ...usualRouting, ...change }, document, { ...ordinaryContext, overloadSteps });

test('what was recorded leads to its rule, in the circumstances of then', () => {
  assert.equal(recordedAs({ route: 'release', ruleIndex: 0 })?.route, 0);
  assert.deepEqual(recordedAs({ route: 'release-and-review', ruleIndex: 1 }), treatmentOf(review, false));
  assert.deepEqual(recordedAs({ route: 'hold', ruleIndex: 1 }, 1), {
    ...{ route: 1, held: true, defaulted: false },
    ...{ judgements: 1, dueMs: 7_200_000 },
  });
  assert.equal(recordedAs({ route: 'consensus', ruleIndex: 2 })?.held, false);
  assert.equal(recordedAs({ route: 'consensus', ruleIndex: 2 }, 1)?.held, true);
  assert.deepEqual(recordedAs({ route: 'hold', ruleIndex: null }), treatmentOf(hold(300), false));
  assert.equal(recordedAs({ route: 'hold', ruleIndex: null }, 2)?.defaulted, true);
});

test('a decision that failed closed waits, one under an approval was released, one of a shadow model is neither', () => {
  const failed = recordedAs(
    { route: 'hold', ruleIndex: null, failure: 'Rule "Sure" could not be evaluated.' },
    2,
  );
  assert.deepEqual(
    [failed?.held, failed?.defaulted, failed?.dueMs],
    [true, false, 300_000],
    'as urgently as anything that the policy holds',
  );
  assert.deepEqual(
    recordedAs({ route: 'release', ruleIndex: null, standingApprovalId: usualRouting.policyVersionId }),
    treatmentOf(release, false),
  );
  assert.equal(recordedAs({ route: 'shadow' }), null);
});

test('a rule that the policy never had is a broken record, and is said to be', () => {
  assert.throws(() => recordedAs({ ruleIndex: 7 }), /no rule 7/);
});
