import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkUseCase } from './check-use-case.ts';
import type { UseCaseSettings } from './use-case.ts';

const banking: UseCaseSettings = {
  riskClass: 'limited',
  outputKind: 'class',
  classes: [
    { name: 'card_arrival', impact: 1 },
    { name: 'compromised_card', impact: 20 },
  ],
  metadataFields: [
    { name: 'channel', type: 'string', required: true, values: ['app', 'web'] },
    { name: 'amount', type: 'number', required: false },
  ],
  reasonCodes: [
    { code: 'wrong-intent', label: 'Wrong intent' },
    { code: 'two-intents', label: 'Two intents in one query' },
  ],
  undoSeconds: 5,
  leaseSeconds: 600,
  guideline: 'Read the whole query.',
};

function places(change: Partial<UseCaseSettings>): string[] {
  return checkUseCase({ ...banking, ...change }).map((problem) => problem.at);
}

function messages(change: Partial<UseCaseSettings>): string[] {
  return checkUseCase({ ...banking, ...change }).map((problem) => problem.message);
}

test('settings that make sense have no problems', () => {
  assert.deepEqual(checkUseCase(banking), []);
});

test('a text use case needs no classes', () => {
  assert.deepEqual(checkUseCase({ ...banking, outputKind: 'text', classes: [] }), []);
});

test('classes on an output that has none are refused', () => {
  assert.deepEqual(messages({ outputKind: 'tool-call' }), [
    'Only an output of kind class has classes; this one is tool-call.',
  ]);
});

test('one class alone leaves nothing to decide', () => {
  assert.deepEqual(places({ classes: [{ name: 'only', impact: 1 }] }), ['/classes']);
  assert.deepEqual(places({ classes: [] }), ['/classes']);
});

test('a class listed twice is pointed at where it appears again', () => {
  const twice = [
    { name: 'a', impact: 1 },
    { name: 'b', impact: 1 },
    { name: 'a', impact: 2 },
  ];
  assert.deepEqual(checkUseCase({ ...banking, classes: twice }), [
    { at: '/classes/2', message: 'The class "a" is listed twice; remove one.' },
  ]);
});

test('an impact that is negative or not finite would spoil every expected cost', () => {
  for (const impact of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
    const classes = [
      { name: 'a', impact: 0 },
      { name: 'b', impact },
    ];
    assert.deepEqual(places({ classes }), ['/classes/1/impact'], String(impact));
  }
});

test('a field listed twice is refused, whatever its second type', () => {
  assert.deepEqual(
    places({
      metadataFields: [
        { name: 'amount', type: 'number', required: true },
        { name: 'amount', type: 'string', required: true },
      ],
    }),
    ['/metadataFields/1'],
  );
});

test('a field cannot be called like a word of the rule language', () => {
  for (const name of ['in', 'true', 'null', 'for', 'package', 'constructor', 'toString']) {
    assert.deepEqual(places({ metadataFields: [{ name, type: 'string', required: true }] }), [
      '/metadataFields/0/name',
    ]);
  }
});

test('only strings list their values', () => {
  assert.deepEqual(
    messages({ metadataFields: [{ name: 'amount', type: 'number', required: true, values: ['1'] }] }),
    ['Only a string field can list its values; "amount" is number.'],
  );
});

test('an empty list of values would refuse every decision', () => {
  assert.deepEqual(
    places({ metadataFields: [{ name: 'channel', type: 'string', required: true, values: [] }] }),
    ['/metadataFields/0/values'],
  );
});

test('a reason code listed twice is refused', () => {
  const reason = { code: 'other', label: 'Other' };
  assert.deepEqual(places({ reasonCodes: [reason, reason] }), ['/reasonCodes/1']);
});

test('seconds outside their range are refused, the ends are allowed', () => {
  for (const undoSeconds of [0, 300]) assert.deepEqual(places({ undoSeconds }), []);
  for (const undoSeconds of [-1, 301, 1.5, Number.NaN])
    assert.deepEqual(places({ undoSeconds }), ['/undoSeconds']);
  for (const leaseSeconds of [30, 86_400]) assert.deepEqual(places({ leaseSeconds }), []);
  for (const leaseSeconds of [29, 86_401]) assert.deepEqual(places({ leaseSeconds }), ['/leaseSeconds']);
});

test('all problems are told at once', () => {
  const found = places({ classes: [], undoSeconds: -1, leaseSeconds: 1 });
  assert.deepEqual(found, ['/classes', '/undoSeconds', '/leaseSeconds']);
});
