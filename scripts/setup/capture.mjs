import { spawn } from 'node:child_process';
import { exitCode } from './run-child.mjs';

/** Runs a program quietly; its output is only worth showing when it fails. */
export async function capture(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  const closed = new Promise((done) => child.once('close', done));
  const forget = endWithUs(child);
  const code = await exitCode(child).catch((error) => {
    output += error.message;
    return 127;
  });
  if (code !== 127) await closed;
  forget();
  return { code, output };
}

function endWithUs(child) {
  const end = () => child.kill();
  process.once('exit', end);
  return () => process.off('exit', end);
}
