import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { processCommand, processIdentity } from '../process-identity.ts';
import { type Postgres, startPostgres } from './start-postgres.ts';

const root = mkdtempSync(join(tmpdir(), 'steerhouse-postgres-'));
// Started by root, the user who runs the database has to pass.
chmodSync(root, 0o755);
after(() => rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));

function newFolder(name: string): string {
  const folder = join(root, name);
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}

/** A data folder with a database that was made and shut down. */
async function madeFolder(name: string): Promise<string> {
  made ??= makeOnce();
  const folder = join(root, name);
  execFileSync('cp', ['-a', await made, folder]);
  return folder;
}

let made: Promise<string> | undefined;

async function makeOnce(): Promise<string> {
  const folder = newFolder('made');
  await (await start(folder)).stop();
  return folder;
}

function start(folder: string, more: { onExit?: (because: string) => void } = {}): Promise<Postgres> {
  return startPostgres({ folder, tell: () => {}, ...more });
}

async function ask(url: string, query: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query({ text: query, rowMode: 'array' })).rows[0]?.[0];
  } finally {
    await client.end();
  }
}

async function until(condition: () => boolean | Promise<boolean>, limitMs = 10_000): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!(await condition())) {
    assert.ok(performance.now() < deadline, `not within ${limitMs} ms: ${condition}`);
    await sleep(10);
  }
}

function parentNumber(pid: number): number {
  // Small systems have no `ps`, others no `/proc`.
  const stat = existsSync('/proc/self/stat') ? readFileSync(`/proc/${pid}/stat`, 'utf8') : null;
  return Number(
    stat?.split(' ')[3] ?? execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }),
  );
}

/** Another process that starts the database in the folder and says its number. */
async function parentOf(folder: string): Promise<{ parent: ChildProcess; serverPid: number; url: string }> {
  const script = `
    import { startPostgres } from ${JSON.stringify(join(import.meta.dirname, 'start-postgres.ts'))};
    process.on('SIGINT', () => {});
    const server = await startPostgres({ folder: process.argv[1], tell: () => {} });
    console.log(JSON.stringify({ serverPid: server.pid, url: server.url }));
    setInterval(() => {}, 1000);
  `;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const [line] = await once(parent.stdout!, 'data'); // stdio says pipe
  return { parent, ...JSON.parse(String(line)) };
}

test('the database is made once, keeps what it was given, and runs as promised', async () => {
  const folder = newFolder('plain');
  const first = await start(folder);
  await ask(first.url, 'create table kept as select 7 as n');
  assert.equal(await ask(first.url, 'select current_user'), 'steerhouse');
  assert.equal(await ask(first.url, 'select rolsuper from pg_roles where rolname = current_user'), false);
  const promised = ['fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums', 'autovacuum'];
  for (const name of promised) assert.equal(await ask(first.url, `show ${name}`), 'on', name);
  assert.equal(await ask(first.url, 'show server_encoding'), 'UTF8');
  assert.equal(await ask(first.url, 'show listen_addresses'), '');
  await first.stop();
  assert.equal(first.pid, null);
  const second = await start(folder);
  assert.equal(second.url, first.url);
  assert.equal(await ask(second.url, 'select n from kept'), 7);
  await second.stop();
});

test('the server ends with a killed parent, and what was committed is there at the next start', async () => {
  const folder = await madeFolder('orphan');
  const { parent, serverPid, url } = await parentOf(folder);
  await ask(url, 'create table kept as select 7 as n');
  assert.match(processCommand(serverPid) ?? '', /postgres/);
  parent.kill('SIGKILL');
  // At once: the next start has to wait for the old server by itself.
  const next = await start(folder);
  assert.notEqual(next.pid, serverPid);
  assert.equal(processIdentity(serverPid), null);
  assert.equal(await ask(next.url, 'select n from kept'), 7);
  await next.stop();
});

test('Ctrl-C in the terminal does not reach the server', async () => {
  const { parent, serverPid, url } = await parentOf(await madeFolder('interrupt'));
  process.kill(-parent.pid!, 'SIGINT'); // it has started
  await sleep(200);
  assert.equal(await ask(url, 'select 1'), 1);
  parent.kill('SIGKILL');
  await until(() => processIdentity(serverPid) === null);
});

test('a server that dies is started again under the same address', async () => {
  const reasons: string[] = [];
  const server = await start(await madeFolder('dying'), { onExit: (because) => reasons.push(because) });
  await ask(server.url, 'create table kept as select 7 as n');
  for (const signal of ['SIGKILL', 'SIGINT'] as const) {
    const before = server.pid!; // it answered a question
    process.kill(before, signal);
    await until(
      async () => server.pid !== before && (await ask(server.url, 'select n from kept').catch(() => 0)) === 7,
    );
  }
  assert.equal(reasons.length, 2);
  await server.stop();
});

test('a server whose guard was killed is ended and started again', async () => {
  const server = await start(await madeFolder('unguarded'));
  const before = server.pid!; // it has just started
  process.kill(parentNumber(before), 'SIGKILL');
  await until(async () => server.pid !== before && (await ask(server.url, 'select 1').catch(() => 0)) === 1);
  assert.equal(processIdentity(before), null);
  await server.stop();
});

test('stopping while the server is being restarted ends everything', async () => {
  const server = await start(await madeFolder('stopping'));
  const before = server.pid!; // it has just started
  process.kill(before, 'SIGKILL');
  await until(() => server.pid === null);
  await server.stop();
  assert.equal(server.pid, null);
});

test('files of a server that is gone do not stop the next one, even when its number lives on', async () => {
  const folder = await madeFolder('stale');
  const home = join(folder, 'postgres');
  writeFileSync(join(home, 'data', 'postmaster.pid'), `${process.ppid}\n${join(home, 'data')}\n`);
  writeFileSync(join(home, '.s.PGSQL.5432'), '');
  writeFileSync(join(home, '.s.PGSQL.5432.lock'), `${process.ppid}\n`);
  const next = await start(folder);
  assert.equal(await ask(next.url, 'select 1'), 1);
  await next.stop();
});

test('an initdb that was cut short is begun anew', async () => {
  const folder = newFolder('half');
  mkdirSync(join(folder, 'postgres', 'data.unfinished', 'base'), { recursive: true });
  const server = await start(folder);
  assert.equal(await ask(server.url, 'select 1'), 1);
  await server.stop();
});

test('a data folder with a long path works', async () => {
  const folder = await madeFolder('long-'.padEnd(120, 'x'));
  const server = await start(folder);
  assert.ok(!existsSync(join(folder, 'postgres', '.s.PGSQL.5432')));
  assert.equal(await ask(server.url, 'select 1'), 1);
  await server.stop();
});

test('a folder with spaces, quotes, commas and letters beyond ASCII works', async () => {
  const server = await start(await madeFolder(`a b'c"d, é$x`));
  assert.equal(await ask(server.url, 'select 1'), 1);
  assert.ok(URL.canParse(server.url));
  await server.stop();
});

test('a database of another PostgreSQL version is refused with one sentence', async () => {
  const folder = await madeFolder('version');
  writeFileSync(join(folder, 'postgres', 'data', 'PG_VERSION'), '16\n');
  await assert.rejects(start(folder), {
    name: 'StartFailure',
    message: /was made by PostgreSQL 16, this Steerhouse/,
  });
});

test('whatever stands in the place of its files is named in one sentence', async () => {
  const occupied = [
    { name: 'postgres', put: (path: string) => writeFileSync(path, '') },
    { name: 'postgres.log', put: (path: string) => mkdirSync(path) },
    { name: 'postgres-is-at', put: (path: string) => mkdirSync(path) },
  ];
  for (const { name, put } of occupied) {
    const folder = name === 'postgres.log' ? await madeFolder('occupied') : newFolder(`occupied-${name}`);
    rmSync(join(folder, name), { force: true });
    put(join(folder, name));
    await assert.rejects(start(folder), {
      name: 'StartFailure',
      message: new RegExp(`^The database cannot be started in the data folder ${folder} \\(E[^\n]+\\): `),
    });
  }
});

test('a server that cannot start says why in one sentence', async () => {
  const folder = await madeFolder('broken');
  const broken = startPostgres({ folder, tell: () => {}, settings: { shared_buffers: '1PB' } });
  await assert.rejects(broken, {
    name: 'StartFailure',
    message: /^The database did not start: .*shared_buffers.*\)\.$/,
  });
});

test('neither the process nor the log gets to see a payload', async () => {
  const folder = await madeFolder('silent');
  const server = await start(folder);
  await ask(server.url, 'create table t (n int primary key, secret text not null)');
  await assert.rejects(ask(server.url, `insert into t values (1, 'geheim'), (1, 'geheim')`));
  await assert.rejects(ask(server.url, `insert into t select 'geheim'`));
  await server.stop();
  assert.doesNotMatch(readFileSync(join(folder, 'postgres.log'), 'utf8'), /geheim|insert/);
});

test('starting an existing database is much quicker than making one', async (context) => {
  const folder = newFolder('timed');
  const times: number[] = [];
  for (let round = 0; round < 4; round++) {
    const begunAt = performance.now();
    const server = await start(folder);
    times.push(performance.now() - begunAt);
    await server.stop();
  }
  const [madeMs = 0, ...startMs] = times.map(Math.round);
  context.diagnostic(`made in ${madeMs} ms, started in ${startMs.join(', ')} ms`);
  assert.ok(Math.min(...startMs) * 2 < madeMs, `${times}`);
});
