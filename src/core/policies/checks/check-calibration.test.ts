import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicySubject } from '../../use-cases/use-case.ts';
import { vocabularyOf } from '../conditions/cel-environment.ts';
import type { PolicyDocument } from '../document.ts';
import type { MapChoice } from '../map-choice.ts';
import { checkCalibration } from './check-calibration.ts';
import { partsOf } from './parts.ts';

const subject: PolicySubject = {
  outputKind: 'text',
  classes: [],
  metadataFields: [
    { name: 'vip', type: 'boolean', required: true },
    { name: 'channel', type: 'string', required: false, values: ['app', 'web'] },
  ],
};

function told(when: string, calibration: Record<string, MapChoice> | undefined, models?: readonly string[]) {
  const document: PolicyDocument = {
    rules: [{ name: 'One', when, route: { kind: 'release' } }],
    otherwise: { kind: 'hold', dueSeconds: 60, timeout: { action: 'keep-holding' } },
    audit: { rate: 0.1 },
    ...(calibration ? { calibration } : {}),
  };
  const { rules, problems } = partsOf(document, vocabularyOf(subject));
  assert.deepEqual(problems, []);
  const found = checkCalibration(document, rules, {
    subject,
    around: models === undefined ? {} : { models },
  });
  return found.map(({ at, severity, message }) => `${at} ${severity}: ${message}`);
}

test('a policy whose model versions in use all have maps has no problems', () => {
  assert.deepEqual(told('calibrated >= 0.9', { a: 1, b: 2 }, ['a', 'b']), []);
  assert.deepEqual(told('calibrated >= 0.9', { a: 1 }), []);
  assert.deepEqual(told('confidence >= 0.9', undefined, ['a']), []);
});

test('calibrated without any map is refused: everything would be held', () => {
  for (const calibration of [undefined, {}])
    assert.deepEqual(told('calibrated >= 0.9', calibration, ['a']), [
      '/rules/0/when error: Rule "One" reads calibrated, but the policy names no calibration map; everything it is asked about would be held.',
    ]);
});

test('a model version without a map is told, once per rule', () => {
  assert.deepEqual(told('calibrated >= 0.9 || calibrated < 0.1', { a: 1 }, ['a', 'b']), [
    '/rules/0/when warning: Rule "One" reads calibrated, but the policy names no calibration map for model version "b", whose decisions would be held.',
  ]);
});

test('a map for a model version that is not in use is told', () => {
  assert.deepEqual(told('calibrated >= 0.9', { a: 1, 'b/c': 2 }, ['a']), [
    '/calibration/b~1c warning: The calibration names "b/c", which is no model version in use.',
  ]);
});

test('a rule that asks for the model version first reads nothing of the others', () => {
  const guarded = [
    'model == "a" && calibrated >= 0.9',
    'calibrated >= 0.9 && "a" == model',
    'model in ["a", "c"] && (calibrated >= 0.9 || metadata.vip)',
    'model != "a" || calibrated >= 0.9',
    'model == "a" ? calibrated >= 0.9 : metadata.vip',
    '!(model != "a") && calibrated > 0.5',
    'false && calibrated > 0.5',
  ];
  for (const when of guarded) assert.deepEqual(told(when, { a: 1 }, ['a', 'b']), [], when);
});

test('a guard that does not decide is none', () => {
  const unguarded = [
    'model == "a" || calibrated >= 0.9',
    'model == "b" && calibrated >= 0.9',
    'metadata.vip && calibrated >= 0.9',
    'model.startsWith("a") && calibrated >= 0.9',
    'metadata.vip ? calibrated >= 0.9 : true',
    'model in ["a", "b"] ? calibrated > 0.5 : true',
    '[0.1, 0.2].exists(x, calibrated > x)',
    '!(calibrated > 0.5)',
  ];
  for (const when of unguarded) assert.equal(told(when, { a: 1 }, ['a', 'b']).length, 1, when);
});

test('slices without a map are told, unless a map for all others is named or every slice has one', () => {
  const app = { by: 'metadata.channel', values: { app: 2 } };
  assert.deepEqual(told('calibrated >= 0.9', { a: { bySlice: app } }, ['a']), [
    '/rules/0/when warning: Rule "One" reads calibrated, but the policy names calibration maps only for some slices by metadata.channel of model version "a", whose other decisions would be held.',
  ]);
  assert.deepEqual(told('calibrated >= 0.9', { a: { map: 1, bySlice: app } }, ['a']), []);
  const vip = { by: 'metadata.vip', values: { true: 1, false: 2 } };
  assert.deepEqual(told('calibrated >= 0.9', { a: { bySlice: vip } }, ['a']), []);
  const both = { by: 'metadata.channel', values: { app: 1, web: 2 } };
  assert.equal(
    told('calibrated >= 0.9', { a: { bySlice: both } }, ['a']).length,
    1,
    'the field may be absent',
  );
});

test('a rule that asks for the slice first reads nothing of the others', () => {
  const calibration = { a: { bySlice: { by: 'metadata.channel', values: { app: 2 } } } };
  const rules = (conditions: readonly string[]) =>
    conditions.map((when) => told(`has(metadata.channel) && (${when})`, calibration, ['a']).length);
  const guarded = [
    'metadata.channel == "app" && calibrated >= 0.9',
    'metadata.channel in ["app"] && calibrated >= 0.9',
    'metadata.channel != "app" || calibrated >= 0.9',
  ];
  const unguarded = [
    'metadata.channel == "web" && calibrated >= 0.9',
    'metadata.channel in ["app", "web"] && calibrated >= 0.9',
    'metadata.channel != "app" && calibrated >= 0.9',
  ];
  assert.deepEqual(
    [rules(guarded), rules(unguarded)],
    [
      [0, 0, 0],
      [1, 1, 1],
    ],
  );
});

test('maps for slices that cannot be are refused', () => {
  assert.deepEqual(
    told('calibrated >= 0.9', { 'a/b': { map: 1, bySlice: { by: 'metadata.channel', values: { fax: 2 } } } }),
    [
      '/calibration/a~1b/bySlice/values/fax error: The calibration of "a/b": "fax" is no value that metadata.channel can have.',
    ],
  );
});
