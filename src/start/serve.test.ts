import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readConfig } from '../platform/config.ts';
import { StartFailure } from '../platform/start-failure.ts';
import { start } from './serve.ts';

test('an address that is not of this machine is a sentence, also where any port would do', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'steerhouse-serve-'));
  const reading = readConfig({
    STEERHOUSE_HOST: '203.0.113.1',
    STEERHOUSE_PORT: '0',
    STEERHOUSE_DATA_DIR: folder,
  });
  assert.ok(reading.ok);
  await assert.rejects(start(reading.config, { demo: false }), (error) => {
    assert.ok(error instanceof StartFailure, String(error));
    assert.match(error.message, /203\.0\.113\.1/);
    return true;
  });
  rmSync(folder, { recursive: true });
});

test('a database that cannot be used is a sentence, and the data folder is free again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'steerhouse-serve-'));
  const reading = readConfig({
    DATABASE_URL: 'postgresql://bob:geheim@%2Fnowhere/x',
    STEERHOUSE_PORT: '0',
    STEERHOUSE_DATA_DIR: folder,
  });
  assert.ok(reading.ok);
  await assert.rejects(start(reading.config, { demo: false }), (error) => {
    assert.ok(error instanceof StartFailure, String(error));
    assert.match(error.message, /^There is no PostgreSQL socket at this path: [^\n]+bob:\*\*\*@[^\n]+$/);
    return true;
  });
  assert.deepEqual(readdirSync(folder), []);
  rmSync(folder, { recursive: true });
});
