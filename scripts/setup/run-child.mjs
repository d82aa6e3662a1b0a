import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const samePressMs = 1_000;

/**
 * Runs a program with our terminal and answers its exit code.
 *
 * One Ctrl-C arrives here several times: from the terminal and again from npm. The child is in a session of its own,
 * hears nothing of that, and is told exactly once; a second press a while later ends it at once. With `group`, its own
 * children are told too. The channel tells the child when we are killed ourselves (src/platform/stop-with-parent.ts).
 */
export async function runChild(command, args, { group = false, onMessage, ...options } = {}) {
  const child = spawn(command, args, {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    detached: true,
    ...options,
  });
  // The last message may arrive after the exit.
  const disconnected = new Promise((done) => child.once('disconnect', done));
  if (onMessage) child.on('message', onMessage);
  const stopForwarding = forwardSignals((signal) => signalChild(group ? -child.pid : child.pid, signal));
  try {
    const code = await exitCode(child);
    await disconnected;
    return code;
  } finally {
    stopForwarding();
  }
}

/** As a shell reports it: a program ended by a signal answers 128 and the signal's number. */
export function exitCode(child) {
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('exit', (code, signal) => done(code ?? 128 + constants.signals[signal]));
  });
}

function forwardSignals(tell) {
  let toldAt = 0;
  const forward = (signal) => {
    const now = performance.now();
    if (toldAt === 0) {
      toldAt = now;
      tell(signal === 'SIGHUP' ? 'SIGTERM' : signal);
    } else if (now - toldAt > samePressMs) {
      tell('SIGKILL');
    }
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  return () => {
    for (const signal of signals) process.off(signal, forward);
  };
}

function signalChild(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // it has ended in the meantime
  }
}
