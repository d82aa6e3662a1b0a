import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Metadata } from '../../use-cases/check-metadata.ts';
import type { OverloadStep, PolicyDocument, Threshold } from '../document.ts';
import { ordinaryContext } from '../facts.ts';
import { thresholdsInForce, valueFor } from './thresholds-in-force.ts';

function documentOf(thresholds: readonly Threshold[], steps: readonly OverloadStep[] = []): PolicyDocument {
  return {
    rules: [],
    otherwise: { kind: 'release' },
    thresholds,
    audit: { rate: 0.1 },
    ...(steps.length > 0 ? { overload: { limits: [{ tier: 1, backlog: 9 }], steps, everySeconds: 60 } } : {}),
  };
}

const sure: Threshold = {
  name: 'sure',
  value: 0.8,
  bySlice: { by: 'label', values: { fraud: 0.99, spam: 0.5 } },
};

function values(
  threshold: Threshold,
  context: { steps?: readonly OverloadStep[]; taken?: number; fallback?: number },
): readonly number[] {
  const { steps = [], taken = steps.length, fallback } = context;
  const [found] = thresholdsInForce(documentOf([threshold], steps), {
    overloadSteps: taken,
    thresholds: fallback === undefined ? {} : { [threshold.name]: fallback },
  });
  assert.ok(found);
  return ['refund', 'fraud', 'spam'].map((label) => valueFor(found, { label, metadata: {} }));
}

function set(value: number, threshold = 'sure'): OverloadStep {
  return { action: 'set-threshold', threshold, value };
}

test('in ordinary times the document’s values count, those of classes before the general one', () => {
  assert.deepEqual(values(sure, {}), [0.8, 0.99, 0.5]);
  assert.deepEqual(thresholdsInForce(documentOf([{ name: 'one', value: 1 }]), ordinaryContext), [
    { name: 'one', value: 1, bySlice: null },
  ]);
});

test('a decision without a class takes the general value', () => {
  const threshold = {
    name: 'sure',
    value: 0.8,
    bySlice: { field: null, values: new Map([['fraud', 0.99]]) },
  };
  assert.equal(valueFor(threshold, { label: null, metadata: {} }), 0.8);
});

test('parted by a metadata field, a decision goes by the text of its value, and by the general value without it', () => {
  const own = (by: string, values: Record<string, number>) => (metadata: Metadata) => {
    const [found] = thresholdsInForce(
      documentOf([{ name: 'sure', value: 0.8, bySlice: { by, values } }]),
      ordinaryContext,
    );
    return found && valueFor(found, { label: 'fraud', metadata });
  };
  const byChannel = own('metadata.channel', { app: 0.9, fraud: 0.1 });
  assert.deepEqual([{ channel: 'app' }, { channel: 'web' }, {}].map(byChannel), [0.9, 0.8, 0.8]);
  const byCount = own('metadata.count', { 3: 0.7, '0.5': 0.6, true: 0.5 });
  assert.deepEqual(
    [{ count: 3 }, { count: 0.5 }, { count: true }, { count: -3 }].map(byCount),
    [0.7, 0.6, 0.5, 0.8],
  );
  assert.equal(own('metadata.constructor', { [String(Object)]: 0.1 })({}), 0.8);
});

test('a policy without thresholds has none in force', () => {
  const { thresholds, ...none } = documentOf([]);
  assert.deepEqual(thresholdsInForce(none, ordinaryContext), []);
});

test('a step that raises the bar raises classes below it and leaves those above', () => {
  assert.deepEqual(values(sure, { steps: [set(0.9)] }), [0.9, 0.99, 0.9]);
});

test('a step that lowers the bar lowers classes above it and leaves those below', () => {
  assert.deepEqual(values(sure, { steps: [set(0.6)] }), [0.6, 0.6, 0.5]);
});

test('a step counts only once it is taken, and the last one taken counts', () => {
  const steps = [set(0.9), set(0.95)];
  assert.deepEqual(values(sure, { steps, taken: 0 }), [0.8, 0.99, 0.5]);
  assert.deepEqual(values(sure, { steps, taken: 1 }), [0.9, 0.99, 0.9]);
  assert.deepEqual(values(sure, { steps, taken: 2 }), [0.95, 0.99, 0.95]);
});

test('a step for another threshold changes nothing', () => {
  assert.deepEqual(values(sure, { steps: [set(0.9, 'other')] }), [0.8, 0.99, 0.5]);
});

test('a revoked certificate’s fallback takes the value’s place', () => {
  assert.deepEqual(values(sure, { fallback: 0.85 }), [0.85, 0.99, 0.85]);
});

test('a fallback above everything holds everything, classes included', () => {
  assert.deepEqual(values(sure, { fallback: 2 }), [2, 2, 2]);
});

test('no overload step undoes a fallback', () => {
  assert.deepEqual(values(sure, { fallback: 0.95, steps: [set(0.9)] }), [0.95, 0.99, 0.95]);
  assert.deepEqual(values(sure, { fallback: 0.85, steps: [set(0.9)] }), [0.9, 0.99, 0.9]);
  assert.deepEqual(values(sure, { fallback: 0.95, steps: [set(0.1)] }), [0.95, 0.95, 0.95]);
});

test('where lower is stricter, a fallback moves the bar down', () => {
  const dear: Threshold = { name: 'dear', value: 3, bySlice: { by: 'label', values: { fraud: 1, spam: 9 } } };
  assert.deepEqual(values(dear, { fallback: 2 }), [2, 1, 2]);
  assert.deepEqual(values(dear, { fallback: -1 }), [-1, -1, -1]);
});

test('a threshold called like something every object inherits is looked up as itself', () => {
  const [found] = thresholdsInForce(documentOf([{ name: 'constructor', value: 1 }]), ordinaryContext);
  assert.equal(found?.value, 1);
});

const number = fc.double({ min: -10, max: 10, noNaN: true });

test('after a fallback every value is at least as strict as before, in the direction it went', () => {
  fc.assert(
    fc.property(
      fc.record({
        name: fc.constant('sure'),
        value: number,
        bySlice: fc.record({
          by: fc.constant('label'),
          values: fc.dictionary(fc.constantFrom('fraud', 'spam'), number),
        }),
      }),
      fc.array(
        number.map((value) => set(value)),
        { maxLength: 3 },
      ),
      number,
      (threshold, steps, fallback) => {
        const [before, after] = [values(threshold, { steps }), values(threshold, { steps, fallback })];
        for (const [place, value] of after.entries()) {
          const was = before[place] ?? Number.NaN;
          if (fallback > threshold.value) assert.ok(value >= was && value >= fallback);
          else if (fallback < threshold.value) assert.ok(value <= was && value <= fallback);
        }
      },
    ),
  );
});
