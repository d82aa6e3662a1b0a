import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openDataFolder } from './data-folder.ts';
import { processIdentity } from './process-identity.ts';
import { StartFailure } from './start-failure.ts';

const root = mkdtempSync(join(tmpdir(), 'steerhouse-folder-'));
after(() => rmSync(root, { recursive: true }));
// Children may be other users.
chmodSync(root, 0o777);

const asRoot = process.getuid?.() === 0;
const nobody = 65_534;

/** Opens the folder in another process (as that user), prints `open` or the sentence, and holds it until killed. */
const holderScript = `
  import { openDataFolder } from ${JSON.stringify(join(import.meta.dirname, 'data-folder.ts'))};
  if (process.argv[2]) process.setgid(+process.argv[2]), process.setuid(+process.argv[2]);
  try {
    openDataFolder(process.argv[1]);
    console.log('open');
    setInterval(() => {}, 1000);
  } catch (error) {
    console.log(error.name + ': ' + error.message);
  }
`;

function holder(folder: string): ChildProcess {
  return spawn(process.execPath, ['--input-type=module', '-e', holderScript, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function firstLine(child: ChildProcess): Promise<string> {
  const [data] = await once(child.stdout!, 'data'); // stdio says pipe
  return String(data).trim();
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

test('the folder is made, closed to others, and free again after closing', () => {
  const path = join(root, 'new', 'deep');
  const folder = openDataFolder(path);
  assert.equal(statSync(path).mode & 0o777, asRoot ? 0o711 : 0o700);
  folder.close();
  assert.deepEqual(readdirSync(path), []);
  openDataFolder(path).close();
});

test('a second start is told which process holds the folder', async () => {
  const path = join(root, 'held');
  const first = holder(path);
  assert.equal(await firstLine(first), 'open');
  assert.throws(() => openDataFolder(path), {
    name: 'StartFailure',
    message: `Steerhouse already runs on the data folder ${path} (process ${first.pid}): stop that one first, or set STEERHOUSE_DATA_DIR to another folder.`,
  });
  await kill(first);
});

test('the lock of a killed process is stale', async () => {
  const path = join(root, 'killed');
  const first = holder(path);
  assert.equal(await firstLine(first), 'open');
  await kill(first);
  assert.ok(existsSync(join(path, 'steerhouse.lock')));
  openDataFolder(path).close();
});

test('a lock whose number now belongs to another process is stale', () => {
  const path = join(root, 'reused');
  mkdirSync(path);
  assert.notEqual(processIdentity(process.ppid), null);
  writeFileSync(
    join(path, 'steerhouse.lock'),
    JSON.stringify({ pid: process.ppid, identity: 'another boot:1' }),
  );
  openDataFolder(path).close();
});

test('a lock cut short by a full disk is stale', () => {
  const path = join(root, 'short');
  mkdirSync(path);
  writeFileSync(join(path, 'steerhouse.lock'), '');
  openDataFolder(path).close();
});

test('of many that start at once over a stale lock exactly one gets the folder', async () => {
  const path = join(root, 'crowd');
  mkdirSync(path);
  writeFileSync(join(path, 'steerhouse.lock'), JSON.stringify({ pid: process.pid, identity: 'gone' }));
  const crowd = Array.from({ length: 8 }, () => holder(path));
  const lines = await Promise.all(crowd.map(firstLine));
  await Promise.all(crowd.map((child) => (child.exitCode === null ? kill(child) : null)));
  assert.equal(lines.filter((line) => line === 'open').length, 1, lines.join('\n'));
  assert.equal(lines.filter((line) => line.startsWith('StartFailure: Steerhouse already runs')).length, 7);
});

test('a file in the place of the folder is named', () => {
  const path = join(root, 'file');
  writeFileSync(path, '');
  assert.throws(() => openDataFolder(path), {
    name: 'StartFailure',
    message: /because a file is in its place/,
  });
  assert.throws(() => openDataFolder(join(path, 'below')), StartFailure);
});

test('a place where the system lets nobody make or write anything ends in a sentence', {
  skip: process.platform !== 'linux',
}, () => {
  for (const path of ['/proc/steerhouse', '/proc/steerhouse/deep', '/proc', '/dev/null/below']) {
    assert.throws(() => openDataFolder(path), {
      name: 'StartFailure',
      message: new RegExp(`^The data folder ${path} cannot be (made|written)[^\n]+STEERHOUSE_DATA_DIR`),
    });
  }
  const path = join(root, 'x'.repeat(300));
  assert.throws(() => openDataFolder(path), { name: 'StartFailure', message: /\(ENAMETOOLONG\): set/ });
});

test('something else in the place of the lock is named', () => {
  const path = join(root, 'occupied');
  mkdirSync(join(path, 'steerhouse.lock'), { recursive: true });
  assert.throws(() => openDataFolder(path), { name: 'StartFailure', message: /cannot be written/ });
});

test('a folder without rights gives one sentence that names the user', () => {
  const closed = join(root, 'closed');
  mkdirSync(closed, { mode: 0o555 });
  chmodSync(closed, 0o555);
  const sentences = [closed, join(closed, 'new')].map((path) => {
    const user = asRoot ? [String(nobody)] : [];
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', holderScript, path, ...user], {
      encoding: 'utf8',
    });
    return run.stdout.trim();
  });
  const user = asRoot ? 'nobody' : '.+';
  assert.match(
    sentences[0] ?? '',
    new RegExp(
      `^StartFailure: The data folder ${closed} cannot be written by the user ${user} \\(EACCES\\): `,
    ),
  );
  assert.match(sentences[1] ?? '', new RegExp(`cannot be made by the user ${user} \\(EACCES\\)`));
});
