import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../seeded-random.ts';
import { reasonCodes } from '../use-case/reason-codes.ts';
import { type JudgedItem, type Judgement, judge } from './judge.ts';
import type { Person } from './person.ts';

const person: Person = {
  name: 'Ada (simulated)',
  email: 'ada@simulated.invalid',
  role: 'reviewer',
  qualifications: [],
  medianSeconds: 10,
  spread: 0.5,
  errorRate: 0.05,
  confusableErrorRate: 0.2,
  cannotDecideRate: 0,
};
const plain = { trueLabel: 'age_limit', modelLabel: 'age_limit', alternatives: [] };
const confusable = { trueLabel: 'card_arrival', modelLabel: 'card_arrival', alternatives: [] };

function judgeOften(someone: Person, item: JudgedItem, times = 20_000): Judgement[] {
  const random = seededRandom(11);
  return Array.from({ length: times }, () => judge(someone, item, random));
}

function believed(judgement: Judgement, item: JudgedItem): string | null {
  if (judgement.kind === 'cannot-decide') return null;
  return 'label' in judgement ? judgement.label : item.modelLabel;
}

function shareWrong(item: JudgedItem): number {
  const judgements = judgeOften(person, item);
  return judgements.filter((one) => believed(one, item) !== item.trueLabel).length / judgements.length;
}

test('about a wrong answer, and without one to look at, people err at their rate', () => {
  assert.ok(Math.abs(shareWrong({ ...plain, modelLabel: 'change_pin' }) - 0.05) < 0.006);
  assert.ok(Math.abs(shareWrong({ ...plain, modelLabel: null }) - 0.05) < 0.006);
});

test('a right answer on the screen is seldom talked out of', () => {
  assert.ok(Math.abs(shareWrong(plain) - 0.05 * 0.15) < 0.003);
});

test('who does not see what the model said chooses a class', () => {
  const kinds = judgeOften({ ...person, cannotDecideRate: 0.1 }, { ...confusable, modelLabel: null }, 500);
  assert.deepEqual([...new Set(kinds.map(({ kind }) => kind))].toSorted(), ['cannot-decide', 'choose']);
});

test('intents that are often mixed up have the higher error rate', () => {
  assert.ok(Math.abs(shareWrong({ ...confusable, modelLabel: 'card_linking' }) - 0.2) < 0.01);
});

test('a person without errors approves what is right and corrects what is wrong', () => {
  const sure = { ...person, errorRate: 0, confusableErrorRate: 0 };
  assert.ok(judgeOften(sure, confusable, 200).every(({ kind }) => kind === 'approve'));
  for (const judgement of judgeOften(sure, { ...confusable, modelLabel: 'card_linking' }, 200)) {
    assert.ok(judgement.kind === 'edit' && judgement.label === 'card_arrival');
    assert.deepEqual(judgement.reasonCodes, ['other-intent']);
  }
});

test('a mistake about a right answer is the partner it is often mixed up with', () => {
  const always = { ...person, confusableErrorRate: 1 };
  const mistaken = judgeOften(always, confusable, 200).filter(({ kind }) => kind !== 'approve');
  assert.ok(mistaken.length > 10);
  for (const judgement of mistaken) {
    assert.ok(judgement.kind === 'edit' && judgement.label === 'card_delivery_estimate');
    assert.deepEqual(judgement.reasonCodes, ['often-mixed-up']);
  }
});

test('most mistakes about a wrong answer let it pass', () => {
  const always = { ...person, errorRate: 1 };
  const item = { ...plain, modelLabel: 'change_pin' };
  const passed = judgeOften(always, item).filter(({ kind }) => kind === 'approve').length / 20_000;
  assert.ok(Math.abs(passed - 0.7) < 0.02);
});

test('an intent of no family is mistaken for what the model also thought of', () => {
  const item = { trueLabel: 'greeting', modelLabel: 'greeting', alternatives: ['greeting', 'farewell'] };
  const blind = { ...item, modelLabel: null };
  const always = { ...person, errorRate: 1 };
  for (const judgement of judgeOften(always, blind, 50)) assert.equal(believed(judgement, blind), 'farewell');
  const alone = { ...blind, alternatives: ['greeting'] };
  for (const judgement of judgeOften(always, alone, 50)) assert.equal(believed(judgement, alone), 'greeting');
});

test('cannot-decide comes at its rate, with a reason and a comment', () => {
  const judgements = judgeOften({ ...person, cannotDecideRate: 0.1 }, plain);
  const given = judgements.filter(({ kind }) => kind === 'cannot-decide');
  assert.ok(Math.abs(given.length / judgements.length - 0.1) < 0.01);
  assert.ok(given.every(({ reasonCodes, comment }) => reasonCodes.length === 1 && comment !== null));
});

test('missed and needless fraud alarms are named as such, and every code is one of the use case', () => {
  const sure = { ...person, errorRate: 0, confusableErrorRate: 0 };
  const missed = { trueLabel: 'compromised_card', modelLabel: 'card_acceptance', alternatives: [] };
  const needless = { trueLabel: 'card_acceptance', modelLabel: 'compromised_card', alternatives: [] };
  const codes = [missed, needless].flatMap((item) =>
    judgeOften(sure, item, 1).flatMap((one) => one.reasonCodes),
  );
  assert.deepEqual(codes, ['missed-money-at-risk', 'no-money-at-risk']);
  assert.ok(codes.every((code) => reasonCodes.some((known) => known.code === code)));
});
