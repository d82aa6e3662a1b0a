import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { keepCredentials, readCredentials } from './credentials.ts';

const folder = mkdtempSync(join(tmpdir(), 'steerhouse-credentials-'));
after(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'demo-credentials.json');

test('the first start makes them, every later one finds them, and nobody else may read them', () => {
  const made = readCredentials(folder);
  assert.notEqual(made.owner.password, made.visitor.password);
  keepCredentials(folder, { ...made, opened: 400 });
  assert.deepEqual(readCredentials(folder), { ...made, opened: 400 });
  assert.equal(statSync(file).mode & 0o077, 0);
});

test('those of an earlier version are filled up', () => {
  const { administrator, visitor } = readCredentials(folder);
  writeFileSync(file, JSON.stringify({ administrator, visitor, apiKey: null, people: {} }));
  const read = readCredentials(folder);
  assert.deepEqual(read.visitor, visitor);
  assert.equal(read.owner.email, 'owner@demo.invalid');
  assert.equal(read.prepared, false);
});

test('a file that was cut short is told, not taken for a first start', () => {
  writeFileSync(file, '{"administrator":');
  assert.throws(() => readCredentials(folder), SyntaxError);
});
