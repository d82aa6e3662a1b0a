import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { closure, facts, said } from '../../../testing/both-ways.ts';

test('a value is in a list as it is equal to one of its elements', () => {
  assert.equal(said('label in ["fraud", "refund"]'), true);
  assert.equal(said('label in ["fraud"]'), false);
  assert.equal(said('metadata.vip in [true]'), true);
  assert.equal(said('metadata.count in [1, 2, 4]'), true);
  assert.equal(said('metadata.count in [1.0, 4.0]'), true);
  assert.equal(said('metadata.count in [4.5]'), false);
  assert.equal(said('metadata.amount in [100]'), true);
  assert.equal(said('confidence in [0.9]'), true);
});

test('what is calculated may stand in a list, and is read before anything is compared', () => {
  assert.equal(said('label in [model, "refund"]'), true);
  assert.equal(said('metadata.count in [metadata.other + 1]'), true);
  assert.equal(said('metadata.count in [metadata.other, metadata.other * 2]'), false);
  assert.equal(
    said('"refund" in [label, metadata.country]', { ...facts, metadata: { amount: 1 } }),
    'cannot',
  );
});

test('minus a number is a number of the list', () => {
  assert.equal(said('metadata.count in [-4, 4]'), true);
  assert.equal(said('-metadata.count in [-4]'), true);
});

test('zero is zero, whatever its sign', () => {
  assert.equal(said('0.0 in [-0.0]'), true);
});

test('a class is in the probabilities if it has one of its own', () => {
  assert.equal(said('label in probabilities'), true);
  assert.equal(said('"toString" in probabilities'), false);
});

test('a walk ends at the element that decides', () => {
  assert.equal(said('[1, 2, 3].exists(x, x == 2)'), true);
  assert.equal(said('[1, 2, 3].exists(x, x == 4)'), false);
  assert.equal(said('[1, 2, 3].all(x, x < 4)'), true);
  assert.equal(said('[1, 2, 3].all(x, x < 3)'), false);
  assert.equal(said('[1, 2, 2].exists_one(x, x == 2)'), false);
  assert.equal(said('[1, 2, 3].exists_one(x, x == 2)'), true);
  assert.equal(said('[1, 2, 3].exists_one(x, x == 4)'), false);
});

test('walks over the classes go over those with a probability', () => {
  const none = { ...facts, probabilities: {} };
  assert.equal(said('probabilities.exists(c, true)', none), false);
  assert.equal(said('probabilities.all(c, false)', none), true);
  assert.equal(said('probabilities.exists_one(c, true)', { ...facts, probabilities: { fraud: 1 } }), true);
  assert.equal(said('probabilities.all(c, c in ["refund", "fraud"])'), true);
});

test('walks inside of walks keep their elements apart', () => {
  assert.equal(said('[1, 2].all(x, [3, 4].all(y, x < y && [x, y].exists(z, z == x)))'), true);
  assert.equal(said('["DE", "AT"].exists(x, ["FR", x].exists(y, y == metadata.country))'), true);
  assert.equal(
    said(
      'probabilities.exists(c, probabilities.exists(d, c != d && probabilities[c] + probabilities[d] == 1.0))',
    ),
    true,
  );
});

test('elements of every kind are walked over', () => {
  assert.equal(said('[0.1, 0.5].exists(x, x < confidence)'), true);
  assert.equal(said('[true, false].exists(x, x == metadata.vip)'), true);
  assert.equal(said('[label, model].all(x, x.size() > 3)'), true);
  assert.equal(said('[metadata.count, metadata.other].all(x, x + 1 > 3)'), true);
});

test('the same walk runs again for the next decision, from the start', () => {
  const rule = '["a", "b"].exists_one(x, metadata.country == x)';
  for (const [country, found] of [
    ['a', true],
    ['c', false],
    ['b', true],
  ] as const)
    assert.equal(said(rule, { ...facts, metadata: { amount: 1, country } }), found);
});

test('lists of times, and lists that are no lists, stay the interpreter’s', () => {
  for (const text of [
    'now in [now]',
    '[now].exists(x, x == now)',
    'label in label',
    'label.exists(x, true)',
    '[1].exists(x, 1)',
  ])
    assert.equal(closure(text), null, text);
});

test('any value and any list agree with a search', () => {
  const some = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(some, fc.integer({ min: -4, max: 4 }), (list, count) => {
      const given = { ...facts, metadata: { amount: 1, count } };
      const text = `[${list.join(', ')}]`;
      assert.equal(said(`metadata.count in ${text}`, given), list.includes(count));
      assert.equal(
        said(`${text}.exists(x, x > metadata.count)`, given),
        list.some((x) => x > count),
      );
      assert.equal(
        said(`${text}.all(x, x > metadata.count)`, given),
        list.every((x) => x > count),
      );
      assert.equal(
        said(`${text}.exists_one(x, x == metadata.count)`, given),
        list.filter((x) => x === count).length === 1,
      );
    }),
  );
});
