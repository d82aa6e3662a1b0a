import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const folder = mkdtempSync(join(tmpdir(), 'steerhouse-reporter-'));
after(() => rmSync(folder, { recursive: true }));

type Report = {
  counts: { passed: number; failed: number; skipped: number };
  finished: string[];
  output: string;
};

async function report(name: string, code: string): Promise<Report> {
  const file = join(folder, name);
  writeFileSync(file, `import { describe, test } from 'node:test';\n${code}`);
  const reporter = join(import.meta.dirname, 'test-reporter.mjs');
  const { NODE_TEST_CONTEXT: _, ...env } = process.env; // else the inner runner reports to the outer one
  const run = spawn(process.execPath, ['--test', `--test-reporter=${reporter}`, file], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  let output = '';
  run.stdout?.on('data', (data) => {
    output += data;
  });
  const [[message]] = await Promise.all([once(run, 'message'), once(run, 'close')]);
  return { ...(message as Report), output };
}

test('tests are counted, suites are not, and the parent of a failed test does not fail a second time', async () => {
  const { counts, output } = await report(
    'mixed.test.mjs',
    `describe('suite', () => { test('a', () => {}); test('b', () => {}); });
     test('parent', async (t) => { await t.test('child', () => { throw new Error('because'); }); });
     test.skip('later', () => {});`,
  );
  assert.deepEqual(counts, { passed: 2, failed: 1, skipped: 1 });
  assert.match(output, /✖ child \(mixed\.test\.mjs:\d+\)\n +Error: because/);
});

test('a file that crashes fails and shows what it printed', async () => {
  const { counts, output } = await report('crash.test.mjs', `throw new Error('at the door');`);
  assert.deepEqual(counts, { passed: 0, failed: 1, skipped: 0 });
  assert.match(output, /✖ \(crash\.test\.mjs\)[\s\S]*Error: at the door/);
});

test('a file without a test fails', async () => {
  const { counts, output } = await report('empty.test.mjs', '');
  assert.deepEqual(counts, { passed: 0, failed: 1, skipped: 0 });
  assert.match(output, /this file holds no test/);
});

test('what a passing file prints is not shown', async () => {
  const { counts, output } = await report('loud.test.mjs', `test('a', () => console.log('noise'));`);
  assert.deepEqual(counts, { passed: 1, failed: 0, skipped: 0 });
  assert.match(output, /^ {2}✔ loud\.test\.mjs {2}1 in \d/);
  assert.doesNotMatch(output, /noise/);
});

test('files heard to their end are named', async () => {
  const { finished } = await report('ends.test.mjs', `test('a', () => {});`);
  assert.deepEqual(finished, [join(folder, 'ends.test.mjs')]);
});

test('a file whose end was lost is neither counted nor named', async () => {
  const { default: reporter } = await import(new URL('test-reporter.mjs', import.meta.url).href);
  async function* events() {
    yield {
      type: 'test:pass',
      data: { name: 'a', file: join(folder, 'cut.test.mjs'), nesting: 0, details: {} },
    };
  }
  const sent: unknown[] = [];
  const send = process.send;
  process.send = (message: unknown) => sent.push(message) > 0;
  try {
    for await (const _ of reporter(events())) assert.fail('nothing to say yet');
  } finally {
    if (send) process.send = send;
    else delete process.send;
  }
  assert.deepEqual(sent, [{ counts: { passed: 0, failed: 0, skipped: 0 }, finished: [] }]);
});
