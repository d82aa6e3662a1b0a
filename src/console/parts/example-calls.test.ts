import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CallExample, exampleDecision, shellCall, typescriptCall } from './example-calls.ts';

const given: CallExample = {
  origin: 'https://steerhouse.example',
  slug: 'support',
  model: "the team's model",
  outputKind: 'class',
  classes: [{ name: 'refund' }, { name: 'other' }],
  metadataFields: [
    { name: 'channel', type: 'string', required: true, values: ['app', 'web'] },
    { name: 'amount', type: 'number', required: true },
    { name: 'note', type: 'string', required: false },
  ],
};

test('the example is a decision that this use case would take', () => {
  const decision = exampleDecision(given);
  assert.equal(decision.output, 'refund');
  assert.equal(decision.label, 'refund');
  assert.deepEqual(decision.metadata, { channel: 'app', amount: 12.5 });
  assert.deepEqual(exampleDecision({ ...given, outputKind: 'structured', metadataFields: [] }).output, {
    intent: 'card_arrival',
    urgent: false,
  });
});

test('the shell call survives a quote in a name', () => {
  assert.match(shellCall(given), /the team'\\''s model/);
  assert.match(shellCall(given), /https:\/\/steerhouse\.example\/v1\/decisions/);
});

test('the TypeScript call names its fields without quotes', () => {
  assert.match(typescriptCall(given), /useCase: "support"/);
});

test('the TypeScript call names the package as it is built, and uses an output only where there is one to use', () => {
  assert.match(typescriptCall(given), /from 'steerhouse-sdk'/);
  assert.match(typescriptCall(given), /kind === 'released' \|\| gated\.kind === 'edited'/);
});
