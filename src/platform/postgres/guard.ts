import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, constants, fchownSync, openSync, renameSync, statSync } from 'node:fs';
import type { Owner } from './owner.ts';
import type { Place } from './place.ts';
import { program } from './runtime.ts';
import { settingArguments } from './settings.ts';

/** A running server with the shell that guards it. */
export type Guarded = {
  /** The server itself; null until the guard has told. */
  pid: number | null;
  /** Settles when the server is gone, with the guard's exit code. */
  exited: Promise<number | null>;
  hasExited: boolean;
  /** Asks for a fast shutdown: clients are cut off, everything accepted is on disk. */
  release(): void;
};

const logLimitBytes = 4 * 1024 * 1024;

// The server must end with us even when we are killed and can say nothing. So a shell reads from a pipe that only we
// hold open: the kernel closes it with us, the read ends, and the shell asks the server to shut down. Being in a
// session of its own, the server does not hear Ctrl-C in the terminal, which would otherwise end it before our last
// transactions. The guard costs two small shells (together under 2 MB) and no second Node.
const guardScript = `
exec 3<&0 </dev/null
"$@" 1>&2 3<&- &
server=$!
( trap '' INT TERM HUP; read -r _ <&3; kill -INT "$server" ) >/dev/null 2>&1 &
watcher=$!
exec 3<&-
echo "$server"
exec 1>&2
trap 'kill -INT "$server"' INT TERM HUP
wait "$server"; code=$?
while kill -0 "$server" 2>/dev/null; do wait "$server"; code=$?; done
kill -KILL "$watcher" 2>/dev/null; wait "$watcher" 2>/dev/null
exit "$code"
`;

/** Starts the server under its guard. Neither keeps this process alive. */
export function startGuarded(place: Place, logFile: string, settings: Record<string, string>): Guarded {
  const log = openLog(logFile, place.owner);
  const child = spawn('/bin/sh', guardArguments(place, settings), {
    detached: true,
    cwd: place.home,
    // No PG… variable and no locale of ours may reach the server.
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' },
    stdio: ['pipe', 'pipe', log],
    ...(place.owner && { uid: place.owner.uid, gid: place.owner.gid }),
  });
  closeSync(log);
  return watch(child);
}

function guardArguments(place: Place, settings: Record<string, string>): string[] {
  return [
    '-c',
    guardScript,
    'steerhouse-guard',
    program(place.runtime, 'postgres'),
    '-D',
    place.data,
    '-k',
    place.socketFolder,
    ...settingArguments(settings),
  ];
}

function watch(child: ChildProcess): Guarded {
  const guarded: Guarded = {
    pid: null,
    hasExited: false,
    exited: new Promise((resolve) => {
      const end = (code: number | null) => {
        guarded.hasExited = true;
        resolve(code);
      };
      child.once('exit', end);
      child.once('error', () => end(null));
    }),
    release() {
      child.ref();
      child.stdin?.end();
    },
  };
  child.stdout?.once('data', (line: Buffer) => {
    guarded.pid = Number(line.toString().trim());
  });
  child.stdin?.on('error', () => {}); // the guard is gone already; its exit is what counts
  child.unref();
  for (const stream of [child.stdin, child.stdout]) (stream as unknown as { unref?(): void })?.unref?.();
  return guarded;
}

function openLog(path: string, owner: Owner | null): number {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found && found.size > logLimitBytes) renameSync(path, `${path}.old`);
  // Started by root, we may write where another user does: a link left there must not lead us elsewhere.
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;
  const log = openSync(path, flags, 0o600);
  // And that user has to be able to write on when they start it themselves.
  if (owner) fchownSync(log, owner.uid, owner.gid);
  return log;
}
