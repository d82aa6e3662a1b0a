import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicySubject } from '../../use-cases/use-case.ts';
import { checkPolicy } from '../check-policy.ts';
import type { PolicyDocument, Threshold } from '../document.ts';
import type { Surroundings } from './problem.ts';

const subject: PolicySubject = {
  outputKind: 'class',
  classes: [
    { name: 'refund', impact: 1 },
    { name: 'a/b', impact: 20 },
  ],
  metadataFields: [{ name: 'amount', type: 'number', required: true }],
};

function told(
  thresholds: readonly Threshold[],
  conditions: readonly string[] = ['confidence >= thresholds.sure'],
  beside: { change?: Partial<PolicyDocument>; around?: Surroundings; of?: PolicySubject } = {},
): readonly string[] {
  const document: PolicyDocument = {
    rules: conditions.map((when, index) => ({ name: `${index}`, when, route: { kind: 'release' } })),
    otherwise: { kind: 'hold', dueSeconds: 60, timeout: { action: 'keep-holding' } },
    thresholds,
    audit: { rate: 0.1 },
    ...beside.change,
  };
  const problems = checkPolicy(document, beside.of ?? subject, beside.around);
  return problems.map(({ at, severity, message }) => `${at} ${severity}: ${message}`);
}

const sure: Threshold = { name: 'sure', value: 0.8 };

test('thresholds that are read have no problems', () => {
  assert.deepEqual(told([sure]), []);
  assert.deepEqual(told([{ ...sure, bySlice: { by: 'label', values: { 'a/b': 0.99 } } }]), []);
  assert.deepEqual(
    told([sure], ['confidence >= 0.5'], {
      change: {
        audit: { rate: 0.1, strata: [{ name: 's', when: 'confidence < thresholds.sure', rate: 0.2 }] },
      },
    }),
    [],
  );
});

test('a threshold that no condition reads is doubtful', () => {
  assert.deepEqual(told([sure, { name: 'idle', value: 1 }]), [
    '/thresholds/1 warning: No condition reads threshold "idle".',
  ]);
});

test('while a condition does not compile, nothing is said about what it may be about to read', () => {
  assert.equal(told([sure], ['confidence >= threshold.sure']).length, 1);
});

test('a name that is not known is refused at the rule', () => {
  assert.deepEqual(told([sure], ['confidence >= thresholds.sure', 'confidence >= thresholds.shure']), [
    '/rules/1/when error: Rule "1": thresholds.shure is not a threshold; there are sure.',
  ]);
  assert.match(
    told([], ['confidence >= thresholds.sure'])[0] ?? '',
    /is not a threshold; there is none here/,
  );
});

test('two of one name are refused', () => {
  assert.match(told([sure, sure])[0] ?? '', /^\/thresholds\/1\/name error: There are two of the name "sure"/);
});

test('values are finite', () => {
  assert.match(
    told([{ name: 'sure', value: Number.NaN }]).join(),
    /\/thresholds\/0\/value error: Threshold "sure" must be a finite number/,
  );
  assert.match(
    told([{ ...sure, bySlice: { by: 'label', values: { 'a/b': Number.POSITIVE_INFINITY } } }]).join(),
    /\/thresholds\/0\/bySlice\/values\/a~1b error: Threshold "sure" for "a\/b" must be a finite number/,
  );
});

test('values by class are for classes there are', () => {
  assert.deepEqual(told([{ ...sure, bySlice: { by: 'label', values: { gone: 0.9 } } }]), [
    '/thresholds/0/bySlice/values/gone error: Threshold "sure": "gone" is no class of this use case.',
  ]);
  const of: PolicySubject = { outputKind: 'text', classes: [], metadataFields: [] };
  assert.match(
    told([{ ...sure, bySlice: { by: 'label', values: { x: 0.9 } } }], undefined, { of })[0] ?? '',
    /this use case has no classes/,
  );
});

test('values by a metadata field are for values the field can have', () => {
  const of: PolicySubject = {
    ...subject,
    metadataFields: [
      { name: 'channel', type: 'string', required: false, values: ['app', 'web'] },
      { name: 'country', type: 'string', required: false },
      { name: 'vip', type: 'boolean', required: false },
      { name: 'count', type: 'integer', required: false },
      { name: 'amount', type: 'number', required: false },
      { name: 'at', type: 'timestamp', required: false },
    ],
  };
  const problems = (field: string, slice: string) =>
    told([{ ...sure, bySlice: { by: `metadata.${field}`, values: { [slice]: 0.9 } } }], undefined, { of });
  for (const [field, slices] of Object.entries({
    channel: ['app', 'web'],
    country: ['', 'anything'],
    vip: ['true', 'false'],
    count: ['0', '-3', '9007199254740991'],
    amount: ['0.5', '1e+30'],
    at: ['2025-03-01T12:00:00Z'],
  }))
    for (const slice of slices) assert.deepEqual(problems(field, slice), [], `${field} ${slice}`);
  for (const [field, slices] of Object.entries({
    channel: ['fax'],
    vip: ['yes'],
    count: ['03', '1.5', '', '9007199254740993'],
    amount: ['.5', 'NaN', 'x', '1e999'],
    at: ['yesterday'],
  }))
    for (const slice of slices)
      assert.deepEqual(problems(field, slice), [
        `/thresholds/0/bySlice/values/${slice} error: Threshold "sure": "${slice}" is no value that metadata.${field} can have.`,
      ]);
  assert.deepEqual(problems('chanel', 'app'), [
    '/thresholds/0/bySlice/by error: Threshold "sure": metadata.chanel is not a field of this use case; it has channel, country, vip, count, amount, at.',
  ]);
});

test('a bound outside of what it is compared with is told where it stands', () => {
  assert.deepEqual(told([{ ...sure, value: 1.5 }]), [
    '/rules/0/when warning: Rule "0" never applies: nothing meets what it asks of confidence.',
    '/thresholds/0/value warning: Threshold "sure" is 1.5, but the confidence lies between 0 and 1.',
  ]);
  assert.deepEqual(told([{ ...sure, bySlice: { by: 'label', values: { 'a/b': 85 } } }]), [
    '/thresholds/0/bySlice/values/a~1b warning: Threshold "sure" for "a/b" is 85, but the confidence lies between 0 and 1.',
  ]);
  assert.match(
    told([], ['confidence >= 85 || metadata.amount > 1000.0'])[0] ?? '',
    /^\/rules\/0\/when warning: Rule "0" compares with 85, but the confidence lies/,
  );
  assert.match(
    told([], ['metadata.amount > 5 && 21.0 > expectedImpact'])[0] ?? '',
    /compares with 21, but the expected impact lies between 0 and 20/,
  );
});

test('bounds that lie within, at the ends, or where there are no ends are fine', () => {
  assert.deepEqual(told([], ['confidence >= 1.0', 'confidence > 0']), []);
  assert.deepEqual(told([], ['metadata.amount > 1e12', 'backlog.tier1 > 100000']), []);
});

test('a threshold outside of what a calibration map can give is told with the map’s range', () => {
  const change = { calibration: { a: 1, b: 2 } };
  const around = {
    models: ['a', 'b'],
    calibratedRanges: { a: { low: 0.21, high: 0.9 }, b: { low: 0.3, high: 0.98 } },
  };
  const conditions = ['calibrated >= thresholds.sure'];
  assert.deepEqual(told([sure], conditions, { change, around }), []);
  assert.deepEqual(told([{ ...sure, value: 0.95 }], conditions, { change, around }), [
    '/thresholds/0/value warning: Threshold "sure" is 0.95, but the calibrated confidence of model version "a" lies between 0.21 and 0.9.',
  ]);
});

test('a threshold that several rules read is complained about once', () => {
  const found = told(
    [{ ...sure, bySlice: { by: 'label', values: { 'a/b': 85 } } }],
    ['confidence >= thresholds.sure', 'confidence >= thresholds.sure - 0.1', 'confidence > thresholds.sure'],
  );
  assert.equal(found.filter((one) => one.includes('bySlice')).length, 1);
});
