import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { Value } from 'typebox/value';
import { PolicyDocument } from '../../contract/policies.ts';
import { policyJsonSchema } from '../../contract/policy-json-schema.ts';
import { createUseCase } from '../../contract/use-cases.ts';
import { checkPolicy } from '../../core/policies/check-policy.ts';
import { compilePolicy } from '../../core/policies/compile-policy.ts';
import type { PolicyFacts } from '../../core/policies/facts.ts';
import { checkUseCase } from '../../core/use-cases/check-use-case.ts';
import { readBanking77 } from '../read-banking77.ts';
import { cardFraudIntents } from './card-fraud-intents.ts';
import { confusableIntents } from './confusable-intents.ts';
import { describePolicy, describeStricterPolicy } from './describe-policy.ts';
import { describeUseCase } from './describe-use-case.ts';
import { intentFamilies } from './intent-families.ts';

const { intents } = readBanking77();
const useCase = describeUseCase(intents);
const sure: PolicyFacts = {
  confidence: 0.95,
  calibrated: null,
  label: 'age_limit',
  model: 'linear-2000',
  modelState: 'active',
  metadata: { channel: 'app', customerTier: 'standard', country: 'GB' },
  probabilities: { age_limit: 0.95, verify_my_identity: 0.05 },
  nowMs: 0,
  backlog: null,
};

test('the use case is one that the API and the core accept', () => {
  assert.deepEqual(checkUseCase(useCase), []);
  assert.ok(createUseCase.body !== undefined && Value.Check(createUseCase.body, useCase));
});

test('the policy and the stricter draft are accepted by the API, and nothing in them is idle or out of range', () => {
  for (const document of [describePolicy(), describeStricterPolicy()]) {
    assert.ok(Value.Check(PolicyDocument, document));
    assert.deepEqual(checkPolicy(document, useCase), []);
  }
});

test('the policy fits the schema that editors use', () => {
  const ajv = new Ajv2020({ allErrors: true });
  formats.default(ajv);
  assert.equal(ajv.validate(policyJsonSchema(), describePolicy()), true, ajv.errorsText());
});

test('card fraud goes to two qualified people, dear and unsure answers to one, large amounts are looked at later', () => {
  const { evaluate } = compilePolicy(describePolicy(), useCase);
  const route = (facts: Partial<PolicyFacts>) => evaluate({ ...sure, ...facts }).route;
  assert.equal(route({}).kind, 'release');
  assert.equal(route({ confidence: 0.8 }).kind, 'hold');
  assert.equal(route({ metadata: { ...sure.metadata, amountEur: 300 } }).kind, 'release-and-review');
  const fraud = route({ label: 'compromised_card', confidence: 0.999 });
  assert.ok(fraud.kind === 'consensus' && fraud.blind === true && fraud.judgements.least === 2);
  const dear = { compromised_card: 0.09, age_limit: 0.91 };
  assert.equal(
    evaluate({ ...sure, confidence: 0.91, probabilities: dear }).ruleName,
    'Dear to be wrong about',
  );
});

test('the stricter draft releases less', () => {
  const { evaluate } = compilePolicy(describeStricterPolicy(), useCase);
  assert.equal(evaluate({ ...sure, confidence: 0.9 }).route.kind, 'hold');
});

test('every intent is in one family', () => {
  const inFamilies = intentFamilies.flatMap((family): readonly string[] => family.intents);
  assert.deepEqual(inFamilies.toSorted(), [...intents].toSorted());
});

test('lists written by hand name real intents', () => {
  const named = [...cardFraudIntents, ...confusableIntents.flatMap(({ pair }): readonly string[] => pair)];
  for (const intent of named) assert.ok(intents.includes(intent), intent);
});

test('no wrong answer costs more than one about card fraud', () => {
  const highest = Math.max(...useCase.classes.map(({ impact }) => impact));
  const costliest = useCase.classes.filter(({ impact }) => impact === highest).map(({ name }) => name);
  assert.deepEqual(costliest.toSorted(), [...cardFraudIntents]);
  assert.equal(useCase.classes.filter(({ impact }) => impact > 1).length, cardFraudIntents.length + 6 + 10);
});

test('the guideline names every intent it warns of', () => {
  for (const intent of [
    ...cardFraudIntents,
    ...confusableIntents.flatMap(({ pair }): readonly string[] => pair),
  ]) {
    assert.ok(useCase.guideline.includes(`\`${intent}\``), intent);
  }
});
