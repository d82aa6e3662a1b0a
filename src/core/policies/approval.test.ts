import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { riskClasses } from '../use-cases/use-case.ts';
import { approvalRule, mayApprove, twoPeopleStandBy } from './approval.ts';

test('approval is needed where the risk is high, and nowhere else', () => {
  assert.deepEqual(riskClasses.map(approvalRule), ['not-needed', 'not-needed', 'needed']);
});

test('nobody approves what they had a hand in', () => {
  assert.equal(mayApprove('bob', ['ada']), true);
  assert.equal(mayApprove('ada', ['ada', 'bob']), false);
  assert.equal(mayApprove('bob', ['ada', 'bob']), false);
});

test('what keys wrote and one person approved, another one publishes', () => {
  const byKeys = { createdBy: null, changedBy: null, submittedBy: null, approvedBy: 'ada' };
  assert.equal(twoPeopleStandBy('ada', byKeys), false);
  assert.equal(twoPeopleStandBy('bob', byKeys), true);
  assert.equal(twoPeopleStandBy('ada', { ...byKeys, submittedBy: 'bob' }), true);
  assert.equal(twoPeopleStandBy('ada', { ...byKeys, changedBy: 'carl' }), true);
});

test('whoever wrote and had it approved may publish; one person alone never stands for two', () => {
  const written = { createdBy: 'ada', changedBy: 'ada', submittedBy: 'ada', approvedBy: 'bob' };
  assert.equal(twoPeopleStandBy('ada', written), true);
  assert.equal(twoPeopleStandBy('bob', written), true);
  const person = fc.constantFrom('ada', null);
  fc.assert(
    fc.property(person, person, person, person, (createdBy, changedBy, submittedBy, approvedBy) => {
      assert.equal(twoPeopleStandBy('ada', { createdBy, changedBy, submittedBy, approvedBy }), false);
    }),
  );
});

test('with an approval by the rules there are always two people behind a publication', () => {
  const people = ['ada', 'bob', 'carl'] as const;
  const hand = fc.option(fc.constantFrom(...people));
  fc.assert(
    fc.property(hand, hand, hand, fc.constantFrom(...people), fc.constantFrom(...people), (...given) => {
      const [createdBy, changedBy, submittedBy, approvedBy, publisher] = given;
      const writers = [createdBy, changedBy, submittedBy].filter((one) => one !== null);
      if (!mayApprove(approvedBy, writers)) return;
      const byPeople = writers.length > 0;
      const allowed = twoPeopleStandBy(publisher, { createdBy, changedBy, submittedBy, approvedBy });
      assert.equal(allowed, byPeople || publisher !== approvedBy);
    }),
  );
});
