import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compilePolicy } from '../policies/compile-policy.ts';
import type { OverloadStep, PolicyDocument } from '../policies/document.ts';
import { ordinaryContext } from '../policies/facts.ts';
import { safeOutputUnder } from './safe-output.ts';

const subject = { outputKind: 'text' as const, classes: [], metadataFields: [] };

function documentWith(steps: readonly OverloadStep[]): PolicyDocument {
  return {
    rules: [],
    otherwise: { kind: 'hold', dueSeconds: 60, timeout: { action: 'keep-holding' } },
    audit: { rate: 0 },
    ...(steps.length > 0 ? { overload: { limits: [{ tier: 1, backlog: 1 }], steps, everySeconds: 60 } } : {}),
  };
}

test('the first safe output among the steps taken is the one', () => {
  const document = documentWith([
    { action: 'hold-reviews' },
    { action: 'safe-output', output: 'first' },
    { action: 'safe-output', output: 'second' },
  ]);
  assert.deepEqual(
    [0, 1, 2, 3, 9].map((steps) => safeOutputUnder(document, steps)),
    [undefined, undefined, 'first', 'first', 'first'],
  );
  assert.equal(safeOutputUnder(documentWith([]), 5), undefined);
});

test('what is read back is what routing gave', () => {
  const step: fc.Arbitrary<OverloadStep> = fc.oneof(
    fc.constant({ action: 'hold-reviews' as const }),
    fc.record({ action: fc.constant('sample-less' as const), factor: fc.constant(0.5) }),
    fc.record({
      action: fc.constant('safe-output' as const),
      output: fc.constantFrom('x', 1, null, { a: 1 }),
    }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 4 }), fc.nat(5), (steps, overloadSteps) => {
      const document = documentWith(steps);
      const { safeOutput } = compilePolicy(document, subject).evaluate(
        {
          ...{ confidence: 0.5, label: null, model: 'm', metadata: {}, probabilities: {} },
          ...{ calibrated: null, modelState: 'active' as const, nowMs: 0, backlog: null },
        },
        { ...ordinaryContext, overloadSteps },
      );
      assert.deepEqual(safeOutputUnder(document, overloadSteps), safeOutput);
    }),
  );
});
