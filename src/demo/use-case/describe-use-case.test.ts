import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { Value } from 'typebox/value';
import { PolicyDocument } from '../../contract/policies.ts';
import { policyJsonSchema } from '../../contract/policy-json-schema.ts';
import { createUseCase } from '../../contract/use-cases.ts';
import { checkUseCase } from '../../core/use-cases/check-use-case.ts';
import { readBanking77 } from '../read-banking77.ts';
import { cardFraudIntents } from './card-fraud-intents.ts';
import { confusableIntents } from './confusable-intents.ts';
import { describePolicy } from './describe-policy.ts';
import { describeUseCase } from './describe-use-case.ts';
import { intentFamilies } from './intent-families.ts';

const { intents } = readBanking77();
const useCase = describeUseCase(intents);

test('the use case is one that the API and the core accept', () => {
  assert.deepEqual(checkUseCase(useCase), []);
  assert.ok(createUseCase.body !== undefined && Value.Check(createUseCase.body, useCase));
});

test('the policy is one that the API accepts', () => {
  assert.ok(Value.Check(PolicyDocument, describePolicy()));
});

test('the policy fits the schema that editors use', () => {
  const ajv = new Ajv2020({ allErrors: true });
  formats.default(ajv);
  assert.equal(ajv.validate(policyJsonSchema(), describePolicy()), true, ajv.errorsText());
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
