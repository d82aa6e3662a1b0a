import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeRisk, mayConfirmLowering, type Risk, type RiskChange } from './lower-risk.ts';
import { type RiskClass, riskClasses } from './use-case.ts';

const none = { lowerTo: null } as const;

test('below high a wish is the class at once', () => {
  for (const before of ['minimal', 'limited'] as const) {
    for (const wish of riskClasses) {
      const change = wish === before ? 'unchanged' : 'changed';
      assert.deepEqual(changeRisk({ riskClass: before, ...none }, wish), {
        riskClass: wish,
        ...none,
        change,
      });
    }
  }
});

test('from high nothing gets lower by one wish, however often and in whatever order it is repeated', () => {
  const wishes: readonly (readonly [RiskClass, Risk['lowerTo'], RiskChange])[] = [
    ['high', null, 'unchanged'],
    ['limited', 'limited', 'lowering-asked'],
    ['limited', 'limited', 'unchanged'],
    ['minimal', 'minimal', 'lowering-asked'],
    ['high', null, 'lowering-dropped'],
    ['high', null, 'unchanged'],
    ['minimal', 'minimal', 'lowering-asked'],
  ];
  let risk: Risk = { riskClass: 'high', lowerTo: null };
  for (const [wish, lowerTo, change] of wishes) {
    const after = changeRisk(risk, wish);
    assert.deepEqual(after, { riskClass: 'high', lowerTo, change }, wish);
    risk = after;
  }
});

test('anybody but the one who asked may confirm', () => {
  assert.equal(mayConfirmLowering('ada', 'ada'), false);
  assert.equal(mayConfirmLowering('bob', 'ada'), true);
});
