import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicySubject } from '../../use-cases/use-case.ts';
import { vocabularyOf } from '../conditions/cel-environment.ts';
import type { PolicyDocument } from '../document.ts';
import { checkCalibration } from './check-calibration.ts';
import { partsOf } from './parts.ts';

const subject: PolicySubject = {
  outputKind: 'text',
  classes: [],
  metadataFields: [{ name: 'vip', type: 'boolean', required: true }],
};

function told(when: string, calibration: Record<string, number> | undefined, models?: readonly string[]) {
  const document: PolicyDocument = {
    rules: [{ name: 'One', when, route: { kind: 'release' } }],
    otherwise: { kind: 'hold', dueSeconds: 60, timeout: { action: 'keep-holding' } },
    audit: { rate: 0.1 },
    ...(calibration ? { calibration } : {}),
  };
  const { rules, problems } = partsOf(document, vocabularyOf(subject));
  assert.deepEqual(problems, []);
  const found = checkCalibration(document, rules, models === undefined ? {} : { models });
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
