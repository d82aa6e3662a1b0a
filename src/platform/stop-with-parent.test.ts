import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';

const childScript = `
  import { stopWithParent } from ${JSON.stringify(join(import.meta.dirname, 'stop-with-parent.ts'))};
  const busy = setInterval(() => {}, 1000);
  stopWithParent(() => { console.log('stopped'); clearInterval(busy); });
  console.log('ready');
`;
const childArguments = ['--input-type=module', '-e', childScript];

test('a process stops in order when its parent is killed', async () => {
  const parentScript = `
    const { spawn } = require('node:child_process');
    spawn(process.execPath, ${JSON.stringify(childArguments)}, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  `;
  const parent = spawn(process.execPath, ['-e', parentScript], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  parent.stdout.on('data', (data) => {
    output += data;
    if (output === 'ready\n') parent.kill('SIGKILL');
  });
  await once(parent.stdout, 'end'); // closed by the last process that holds it: the child
  assert.equal(output, 'ready\nstopped\n');
});

test('a process without such a parent runs on', async () => {
  const alone = spawn(process.execPath, childArguments, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [data] = await once(alone.stdout, 'data');
  assert.equal(String(data), 'ready\n');
  alone.kill();
  const [, signal] = await once(alone, 'exit');
  assert.equal(signal, 'SIGTERM');
});
