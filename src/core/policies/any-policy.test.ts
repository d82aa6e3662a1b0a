// What holds for every policy, decision and context: the engine against a model that says it in the plainest way.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyContext, anyFacts, anyPolicy, anySubject } from '../../testing/any-policy.ts';
import { compilePolicy } from './compile-policy.ts';
import { celContext } from './conditions/cel-context.ts';
import { vocabularyOf } from './conditions/cel-environment.ts';
import { expectedImpactOf } from './conditions/expected-impact.ts';
import { thresholdsInForce } from './conditions/thresholds-in-force.ts';
import type { PolicyDocument, Route } from './document.ts';
import type { PolicyFacts, RoutingContext } from './facts.ts';
import { goesToPeople } from './is-held.ts';
import { reasonsFor } from './reasons-for.ts';

type Asked = {
  readonly document: PolicyDocument;
  readonly facts: PolicyFacts;
  readonly context: RoutingContext;
};

/** True, false, or null where it cannot be evaluated: by the library's interpreter, one condition at a time. */
function holds(when: string, { document, facts, context }: Asked): boolean | null {
  const vocabulary = vocabularyOf(
    anySubject,
    (document.thresholds ?? []).map(({ name }) => name),
  );
  const given = {
    thresholds: thresholdsInForce(document, context),
    expectedImpact: expectedImpactOf(anySubject, document),
  };
  try {
    return vocabulary.environment.evaluate(when, celContext(facts, anySubject, given)) as boolean;
  } catch {
    return null;
  }
}

type Model = {
  route: Route['kind'];
  rule: number | null;
  stratum: string;
  rate: number;
  held: boolean;
  extra: string;
};

/** The rules of routing, one after the other. */
function model(asked: Asked): Model | 'failed' {
  const { document, facts, context } = asked;
  const answers = document.rules.map(({ when }) => holds(when, asked));
  const first = answers.findIndex((answer) => answer !== false);
  if (answers[first] === null) return 'failed';
  const rule = first < 0 ? null : first;
  const { strata = [], rate, floor = 0 } = document.audit;
  const drawn = strata.map(({ when }) => holds(when, asked));
  const taker = drawn.findIndex((answer) => answer !== false);
  if (drawn[taker] === null) return 'failed';
  const steps = (document.overload?.steps ?? []).slice(0, context.overloadSteps);
  const less = steps.flatMap((step) => (step.action === 'sample-less' ? [step.factor] : []));
  const stratum = strata[taker] ?? { name: 'rest', rate };
  const audit = {
    stratum: less.length > 0 ? `${stratum.name}~${less.length}` : stratum.name,
    rate: Math.max(
      floor,
      less.reduce((product, factor) => product * factor, stratum.rate),
    ),
  };
  const written = (rule === null ? undefined : document.rules[rule]?.route) ?? document.otherwise;
  const reviewsHeld = steps.some(({ action }) => action === 'hold-reviews');
  const waits =
    written.kind === 'hold' ||
    (written.kind === 'consensus' && (written.meanwhile === 'hold' || reviewsHeld)) ||
    (written.kind === 'release-and-review' && reviewsHeld);
  const covering = context.approvals.find(
    ({ scope, expiresAtMs }) => facts.nowMs < expiresAtMs && holds(scope, asked) === true,
  );
  if (waits && covering)
    return { route: 'release', rule, ...audit, held: false, extra: covering.standingApprovalId };
  const safe = waits && steps.some(({ action }) => action === 'safe-output');
  const route = written.kind === 'release-and-review' && reviewsHeld ? 'hold' : written.kind;
  return { route, rule, ...audit, held: waits, extra: safe ? 'safe' : '' };
}

const asked: fc.Arbitrary<Asked> = fc.record({ document: anyPolicy, facts: anyFacts, context: anyContext });

test('every decision goes where the plain rules send it', () => {
  const seen = { failed: 0, safe: 0, approved: 0, held: 0 };
  fc.assert(
    fc.property(asked, (one) => {
      const { document, facts, context } = one;
      const found = compilePolicy(document, anySubject).evaluate(facts, context);
      const expected = model(one);
      if (expected === 'failed') {
        seen.failed += 1;
        assert.ok(found.failure !== null && found.route.kind === 'hold' && found.standingApprovalId === null);
        return;
      }
      const safe = Object.hasOwn(found, 'safeOutput');
      assert.deepEqual(
        {
          route: found.route.kind,
          rule: found.ruleIndex,
          ...found.audit,
          extra: found.standingApprovalId ?? (safe ? 'safe' : ''),
        },
        {
          route: expected.route,
          rule: expected.rule,
          stratum: expected.stratum,
          rate: expected.rate,
          extra: expected.extra,
        },
      );
      assert.equal(
        found.route.kind === 'hold' || (found.route.kind === 'consensus' && found.route.meanwhile === 'hold'),
        expected.held,
      );
      if (safe) seen.safe += 1;
      if (found.standingApprovalId !== null) seen.approved += 1;
      if (expected.held) seen.held += 1;
    }),
    { numRuns: 600 },
  );
  assert.ok(
    Object.values(seen).every((times) => times > 10),
    JSON.stringify(seen),
  );
});

test('the reasons told at once are those told later from the record', () => {
  fc.assert(
    fc.property(asked, ({ document, facts, context }) => {
      const { ruleIndex, failure, route, standingApprovalId, reasons } = compilePolicy(
        document,
        anySubject,
      ).evaluate(facts, context);
      const { overloadSteps } = context;
      const record = { ruleIndex, failure, routeKind: route.kind, standingApprovalId, overloadSteps };
      assert.deepEqual(reasonsFor(document, record), reasons);
      for (const { sentence } of reasons) assert.match(sentence, /^[A-Z].*\.$/);
    }),
  );
});

/** Everything that a policy does not read, put to something else. */
function otherFacts(facts: PolicyFacts, reads: ReadonlySet<string>, other: PolicyFacts): PolicyFacts {
  const pick = <K extends keyof PolicyFacts>(name: K, read: string = name) =>
    reads.has(read) ? facts[name] : other[name];
  const metadata = Object.fromEntries(
    anySubject.metadataFields.flatMap(({ name }) => {
      const value = (reads.has(`metadata.${name}`) ? facts : other).metadata[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return {
    metadata,
    confidence: pick('confidence'),
    calibrated: pick('calibrated'),
    label: pick('label'),
    model: pick('model'),
    modelState: pick('modelState'),
    probabilities: pick('probabilities'),
    nowMs: pick('nowMs', 'now'),
    backlog: pick('backlog'),
  };
}

test('what a policy does not say it reads changes nothing', () => {
  let narrow = 0;
  fc.assert(
    fc.property(asked, anyFacts, ({ document, facts, context }, other) => {
      const { evaluate, readsIn } = compilePolicy(document, anySubject);
      const reads = readsIn(context);
      const changed = otherFacts(facts, reads, other);
      assert.deepEqual(evaluate(changed, context), evaluate(facts, context));
      if (reads.size < 5) narrow += 1;
    }),
    { numRuns: 600 },
  );
  assert.ok(narrow > 50, `only ${narrow} policies left something unread`);
});

test('evaluating changes neither the decision nor the context, and is the same every time', () => {
  fc.assert(
    fc.property(asked, ({ document, facts, context }) => {
      const [policy, again] = [compilePolicy(document, anySubject), compilePolicy(document, anySubject)];
      const before = JSON.stringify({ facts, context, document });
      const found = policy.evaluate(facts, context);
      assert.equal(JSON.stringify({ facts, context, document }), before);
      assert.deepEqual(policy.evaluate(facts, context), found);
      assert.deepEqual(again.evaluate(facts, structuredClone(context)), found);
    }),
  );
});

test('an approval never holds, and overload never releases what was held, but with a safe output', () => {
  fc.assert(
    fc.property(asked, ({ document, facts, context }) => {
      const { evaluate } = compilePolicy(
        { ...document, thresholds: (document.thresholds ?? []).slice(0, 2) },
        anySubject,
      );
      const steps = (document.overload?.steps ?? []).slice(0, context.overloadSteps);
      if (steps.some(({ action }) => action === 'set-threshold')) return;
      const calm = evaluate(facts, { ...context, overloadSteps: 0, approvals: [] });
      const busy = evaluate(facts, { ...context, approvals: [] });
      if (calm.route.kind === 'hold') assert.deepEqual(busy.route, calm.route);
      assert.equal(
        goesToPeople(busy) || Object.hasOwn(busy, 'safeOutput') || busy.route.kind === 'release',
        true,
      );
      const approved = evaluate(facts, context);
      if (approved.standingApprovalId !== null) assert.equal(approved.route.kind, 'release');
      else assert.deepEqual(approved, busy);
    }),
  );
});

test('no rate ever lies below the floor, and each stratum has one rate in one context', () => {
  fc.assert(
    fc.property(anyPolicy, anyContext, fc.array(anyFacts, { maxLength: 10 }), (document, context, all) => {
      const { evaluate } = compilePolicy(document, anySubject);
      const rates = new Map<string, number>();
      for (const facts of all) {
        const { stratum, rate } = evaluate(facts, context).audit;
        assert.ok(rate >= (document.audit.floor ?? 0) && rate <= 1);
        assert.equal(rates.get(stratum) ?? rate, rate);
        rates.set(stratum, rate);
      }
    }),
  );
});
