import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { modelStates } from '../policies/facts.ts';
import {
  type Circumstances,
  circumstancesOf,
  circumstancesText,
  contextIdOf,
  isOrdinary,
  ordinaryCircumstances,
} from './routing-context.ts';

const approval = {
  standingApprovalId: '01990000-0000-7000-8000-000000000001',
  scope: 'true',
  expiresAtMs: 1000,
};

const any: fc.Arbitrary<Circumstances> = fc.record({
  thresholds: fc.dictionary(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true })),
  overloadSteps: fc.nat(20),
  approvals: fc.array(
    fc.record({ standingApprovalId: fc.uuid(), scope: fc.string(), expiresAtMs: fc.nat() }),
    { maxLength: 3 },
  ),
  backlog: fc.option(fc.record({ tier1: fc.nat(), tier2: fc.nat(), overdueSeconds: fc.nat() })),
  modelStates: fc.dictionary(fc.string(), fc.constantFrom(...modelStates)),
});

function idOf(circumstances: Circumstances): string {
  return contextIdOf(createHash('sha256').update(circumstancesText(circumstances)).digest());
}

test('without anything out of the ordinary there is no context', () => {
  assert.equal(isOrdinary(ordinaryCircumstances, 0), true);
});

test('each thing out of the ordinary makes a context', () => {
  const changes: Partial<Circumstances>[] = [
    { thresholds: { high: 0.9 } },
    { overloadSteps: 1 },
    { approvals: [approval] },
    { backlog: { tier1: 0, tier2: 0, overdueSeconds: 0 } },
    { modelStates: { 'm-1': 'probation' } },
  ];
  for (const change of changes) assert.equal(isOrdinary({ ...ordinaryCircumstances, ...change }, 0), false);
  const ids = changes.map((change) => idOf({ ...ordinaryCircumstances, ...change }));
  assert.equal(new Set(ids).size, changes.length);
});

test('at the instant an approval expires it is out of the ordinary no more', () => {
  const circumstances = { ...ordinaryCircumstances, approvals: [approval] };
  assert.equal(isOrdinary(circumstances, 999), false);
  assert.equal(isOrdinary(circumstances, 1000), true);
  const two = { ...circumstances, approvals: [approval, { ...approval, expiresAtMs: 2000 }] };
  assert.equal(isOrdinary(two, 1000), false);
});

test('the text is the one that is stored', () => {
  assert.equal(
    circumstancesText({
      ...ordinaryCircumstances,
      approvals: [approval],
      thresholds: { low: 0.5, high: 0.9 },
      modelStates: { b: 'shadow', a: 'probation' },
      backlog: { tier1: 3, tier2: 0, overdueSeconds: 60 },
    }),
    '{"approvals":[{"expiresAtMs":1000,"scope":"true","standingApprovalId":"01990000-0000-7000-8000-000000000001"}],' +
      '"backlog":{"overdueSeconds":60,"tier1":3,"tier2":0},"modelStates":[["a","probation"],["b","shadow"]],' +
      '"overloadSteps":0,"thresholds":[["high",0.9],["low",0.5]]}',
  );
});

test('what was written is read again, whatever it holds', () => {
  fc.assert(
    fc.property(any, (circumstances) => {
      const text = circumstancesText(circumstances);
      const again = circumstancesOf(JSON.parse(text));
      assert.equal(circumstancesText(again), text);
      assert.equal(isOrdinary(again, 5), isOrdinary(circumstances, 5));
    }),
  );
});

test('the order in which names were set does not change the id', () => {
  fc.assert(
    fc.property(any, (circumstances) => {
      const turned: Circumstances = {
        backlog: circumstances.backlog,
        modelStates: Object.fromEntries(Object.entries(circumstances.modelStates).reverse()),
        approvals: circumstances.approvals,
        overloadSteps: circumstances.overloadSteps,
        thresholds: Object.fromEntries(Object.entries(circumstances.thresholds).reverse()),
      };
      assert.equal(idOf(turned), idOf(circumstances));
    }),
  );
});

test('the order of approvals does: the first that covers a decision is the one it names', () => {
  const other = { ...approval, standingApprovalId: '01990000-0000-7000-8000-000000000002' };
  const one = { ...ordinaryCircumstances, approvals: [approval, other] };
  assert.notEqual(idOf(one), idOf({ ...one, approvals: [other, approval] }));
});

test('an id is a UUID of version 8 made of the hash', () => {
  const hash = Uint8Array.from({ length: 32 }, (_, index) => 0xf0 + (index % 16));
  assert.equal(contextIdOf(hash), 'f0f1f2f3-f4f5-86f7-b8f9-fafbfcfdfeff');
  assert.match(
    idOf(ordinaryCircumstances),
    /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
});
