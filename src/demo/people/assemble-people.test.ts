import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../seeded-random.ts';
import { cardFraudQualification } from '../use-case/card-fraud-intents.ts';
import { assemblePeople } from './assemble-people.ts';
import { thinkingMs } from './thinking-ms.ts';

test('everybody is marked as simulated and has a name and an address of their own', () => {
  const people = assemblePeople({ reviewers: 50, experts: 2 }, seededRandom(1));
  assert.equal(people.filter(({ role }) => role === 'reviewer').length, 50);
  assert.equal(people.filter(({ role }) => role === 'expert').length, 2);
  assert.equal(new Set(people.map(({ name }) => name)).size, 52);
  assert.equal(new Set(people.map(({ email }) => email)).size, 52);
  for (const { name, email } of people) {
    assert.match(name, / \(simulated\)$/);
    assert.match(email, /^[a-z0-9.]+@simulated\.invalid$/);
  }
});

test('the same seed assembles the same team', () => {
  const wanted = { reviewers: 5, experts: 1 };
  assert.deepEqual(assemblePeople(wanted, seededRandom(4)), assemblePeople(wanted, seededRandom(4)));
});

test('experts always decide, and confusable intents are harder for everybody', () => {
  for (const person of assemblePeople({ reviewers: 20, experts: 20 }, seededRandom(2))) {
    assert.ok(person.confusableErrorRate > person.errorRate && person.confusableErrorRate < 0.2);
    assert.equal(person.cannotDecideRate === 0, person.role === 'expert');
  }
});

test('even two reviewers and an expert are enough for what takes two qualified people', () => {
  const people = assemblePeople({ reviewers: 2, experts: 1 }, seededRandom(4));
  const qualified = people.filter(({ qualifications }) => qualifications.includes(cardFraudQualification));
  assert.deepEqual(
    qualified.map(({ role }) => role),
    ['reviewer', 'expert'],
  );
  const eight = assemblePeople({ reviewers: 8, experts: 0 }, seededRandom(4));
  assert.equal(eight.filter(({ qualifications }) => qualifications.length > 0).length, 4);
});

test('half of the items take longer than the median, and the logarithm has the spread', () => {
  const [person] = assemblePeople({ reviewers: 1, experts: 0 }, seededRandom(3));
  assert.ok(person !== undefined);
  const random = seededRandom(5);
  const logarithms = Array.from({ length: 10_000 }, () =>
    Math.log(thinkingMs(person, random) / (1000 * person.medianSeconds)),
  );
  assert.ok(Math.abs(logarithms.filter((value) => value > 0).length / 10_000 - 0.5) < 0.02);
  const deviation = Math.sqrt(logarithms.reduce((sum, value) => sum + value ** 2, 0) / 10_000);
  assert.ok(Math.abs(deviation - person.spread) < 0.02);
});
