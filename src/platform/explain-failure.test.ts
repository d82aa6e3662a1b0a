import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import pg from 'pg';
import { explainDatabaseError, explainListenError } from './explain-failure.ts';
import { StartFailure } from './start-failure.ts';

async function errorOfListening(host: string, port: number): Promise<unknown> {
  const server = createServer().listen(port, host);
  return Promise.race([
    once(server, 'error').then(([error]) => error),
    once(server, 'listening').then(() => server),
  ]);
}

async function errorOfConnecting(connectionString: string): Promise<unknown> {
  try {
    await new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 }).connect();
    return null;
  } catch (error) {
    return error;
  }
}

test('a busy port is named together with the way out', async () => {
  const busy = createServer().listen(0, '127.0.0.1');
  await once(busy, 'listening');
  const { port } = busy.address() as { port: number };
  const failure = explainListenError(await errorOfListening('127.0.0.1', port), { host: '127.0.0.1', port });
  busy.close();
  assert.equal(
    failure?.message,
    `Port ${port} on 127.0.0.1 is in use by another program: stop it, or set STEERHOUSE_PORT to a free port (STEERHOUSE_PORT=0 takes any).`,
  );
});

test("an address that is not this machine's is named", async () => {
  const error = await errorOfListening('192.0.2.1', 0);
  assert.match(
    explainListenError(error, { host: '192.0.2.1', port: 0 })?.message ?? '',
    /^192\.0\.2\.1 is not an address/,
  );
});

test('an unexpected error is not explained away', () => {
  assert.equal(explainListenError(new TypeError('bug'), { host: 'x', port: 1 }), null);
  assert.equal(explainDatabaseError(new TypeError('bug'), 'postgres://x/y'), null);
  assert.equal(explainDatabaseError(new StartFailure('Told already, of /srv/timeout.'), null), null);
});

test('a database that nobody serves is called unreachable, also under a name with several addresses', async () => {
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const { port } = free.address() as { port: number };
  free.close();
  await once(free, 'close');
  for (const host of ['127.0.0.1', 'localhost']) {
    const url = `postgresql://bob:geheim@${host}:${port}/x`;
    assert.equal(
      explainDatabaseError(await errorOfConnecting(url), url)?.message,
      'The database server cannot be reached: check the host and port, and that it is running. ' +
        `DATABASE_URL is postgresql://bob:***@${host}:${port}/x.`,
    );
  }
});

test('a socket that is not there is told from a server that is not there', async () => {
  const url = 'postgresql://bob@%2Fnowhere/x';
  assert.match(
    explainDatabaseError(await errorOfConnecting(url), url)?.message ?? '',
    /^There is no PostgreSQL socket/,
  );
});

test('a certificate file that is not there is told from a socket that is not there', async () => {
  const url = 'postgresql://bob:geheim@localhost/x?sslmode=verify-full&sslrootcert=/nowhere.pem';
  const message = explainDatabaseError(await errorOfConnecting(url), url)?.message ?? '';
  assert.match(message, /^The file \/nowhere\.pem cannot be read: correct sslrootcert/);
  assert.doesNotMatch(message, /geheim/);
});

test('the embedded database is not explained by a DATABASE_URL that nobody set', () => {
  const full = Object.assign(new Error('x'), { code: '53100' });
  assert.equal(explainDatabaseError(full, null)?.message, 'The disk of the database is full: make room.');
});

test('every known code of PostgreSQL is one sentence and keeps the password to itself', () => {
  for (const code of [
    '28P01',
    '28000',
    '3D000',
    '42501',
    '25006',
    '53100',
    '53300',
    '57P03',
    'ENOTFOUND',
    'CERT_HAS_EXPIRED',
  ]) {
    const message = explainDatabaseError(
      Object.assign(new Error('x'), { code }),
      'postgres://u:secret@h/d',
    )?.message;
    assert.match(message ?? '', /^[A-Z].*\. DATABASE_URL is postgres:\/\/u:\*\*\*@h\/d\.$/, code);
  }
});
