import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkPassword } from './check-password.ts';

const account = { email: 'grace.hopper@navy.example', name: 'Grace Hopper' };
const taken = (password: string) => checkPassword(password, account).ok;

test('a long phrase is taken, with or without digits, spaces and signs', () => {
  for (const password of [
    'correct horse battery',
    'Tr0ub4dor&3-and-more',
    'zwölf Boxkämpfer jagen',
    '🐢🐙🦀🐡🦑🐠🐟🐬🐳🐋🦈🐊',
  ]) {
    assert.ok(taken(password), password);
  }
});

test('fewer than twelve characters are refused', () => {
  assert.equal(taken('k8#mQ2!vX9z'), false);
  assert.ok(taken('k8#mQ2!vX9zL'));
});

test('characters are counted as people count them', () => {
  assert.equal(taken('🐢🐙🦀🐡🦑🐠'), false);
});

test('few different characters are refused', () => {
  for (const password of ['aaaaaaaaaaaa', 'abababababab', '111222333444'])
    assert.equal(taken(password), false);
});

test('well-known words, the own name and runs do not make a password', () => {
  for (const password of [
    'password12345',
    'steerhouse2026',
    'GraceHopper123',
    'navy.example!',
    '123456789012',
    'abcdefghijkl',
  ]) {
    assert.equal(taken(password), false, password);
  }
});

test('a well-known word inside a longer phrase does no harm', () => {
  assert.ok(taken('the admin owns seven kites'));
});

test('the reason is a sentence', () => {
  const checked = checkPassword('short', account);
  assert.equal(checked.ok ? '' : checked.because, 'It has fewer than 12 characters.');
});
