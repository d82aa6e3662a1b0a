import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

/** A launcher as `scripts/run.mjs` is one, around a child that runs the given code. */
function launch(childCode: string): ChildProcessWithoutNullStreams {
  const launcher = `
    import { runChild } from ${JSON.stringify(join(import.meta.dirname, 'run-child.mjs'))};
    process.exitCode = await runChild(process.execPath, ['-e', ${JSON.stringify(childCode)}]);
  `;
  return spawn(process.execPath, ['--input-type=module', '-e', launcher]);
}

function outputOf(launched: ChildProcessWithoutNullStreams): () => string {
  let output = '';
  launched.stdout.on('data', (data) => {
    output += data;
  });
  return () => output;
}

async function untilReady(output: () => string): Promise<void> {
  while (!output().includes('ready')) await sleep(10);
}

test("the child's exit code is passed on, a signal as a shell reports it", async () => {
  for (const [code, expected] of [
    ['process.exitCode = 0', 0],
    ['process.exitCode = 7', 7],
    ['process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1000)', 143],
  ] as const) {
    const [exitCode] = await once(launch(code), 'exit');
    assert.equal(exitCode, expected);
  }
});

test('one Ctrl-C, which arrives from the terminal and from npm, reaches the child once', async () => {
  const launched = launch(`
    process.on('SIGINT', () => { console.log('told'); setTimeout(() => process.exit(0), 300); });
    setInterval(() => {}, 1000);
    console.log('ready');
  `);
  const output = outputOf(launched);
  await untilReady(output);
  launched.kill('SIGINT');
  await sleep(50);
  launched.kill('SIGINT');
  const [code] = await once(launched, 'close');
  assert.equal(output(), 'ready\ntold\n');
  assert.equal(code, 0);
});

test('a second Ctrl-C a while later ends a child that does not stop', async () => {
  const launched = launch(`
    process.on('SIGINT', () => {});
    setInterval(() => {}, 1000);
    console.log('ready');
  `);
  const output = outputOf(launched);
  await untilReady(output);
  launched.kill('SIGINT');
  await sleep(1_200);
  launched.kill('SIGINT');
  const [code] = await once(launched, 'exit');
  assert.equal(code, 137);
});

test('the child learns that its launcher was killed', async () => {
  const launched = launch(`
    process.on('disconnect', () => { console.log('alone'); process.exit(0); });
    console.log('ready');
  `);
  const output = outputOf(launched);
  await untilReady(output);
  launched.kill('SIGKILL');
  await once(launched.stdout, 'end'); // closed by the last who holds it: the child
  assert.equal(output(), 'ready\nalone\n');
});
