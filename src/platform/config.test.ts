import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeConfig, readConfig } from './config.ts';

function configOf(env: Record<string, string>) {
  const reading = readConfig(env);
  assert.ok(reading.ok, reading.ok ? '' : reading.problems.join('\n'));
  return reading.config;
}

test('an empty environment gives a server for this machine alone', () => {
  const config = configOf({});
  assert.equal(config.host, '127.0.0.1');
  assert.equal(config.port, 8420);
  assert.equal(config.publicUrl, 'http://127.0.0.1:8420');
  assert.equal(config.databaseUrl, null);
  assert.deepEqual(config.roles, ['serve', 'work']);
  assert.equal(config.payloadLimitBytes, 262_144);
  assert.equal(config.sessionIdleMs, 3_600_000);
  assert.equal(config.cookieSecure, false);
  assert.equal(config.logOrigin, '127.0.0.1:8420/log');
  assert.match(config.dataDir, /\/\.steerhouse$/);
});

test('an empty variable counts as unset', () => {
  assert.equal(configOf({ STEERHOUSE_PORT: '', DATABASE_URL: '' }).port, 8420);
});

test('the public address decides over the cookie and names the ledger', () => {
  const config = configOf({ STEERHOUSE_PUBLIC_URL: 'https://steer.example/' });
  assert.equal(config.publicUrl, 'https://steer.example');
  assert.equal(config.cookieSecure, true);
  assert.equal(config.logOrigin, 'steer.example/log');
});

test('the public address follows host and port, and never says a wildcard address', () => {
  assert.equal(
    configOf({ STEERHOUSE_HOST: '0.0.0.0', STEERHOUSE_PORT: '9000' }).publicUrl,
    'http://localhost:9000',
  );
  assert.equal(configOf({ STEERHOUSE_HOST: '::1' }).publicUrl, 'http://[::1]:8420');
});

test('every mistake is listed at once, in a sentence that names the variable and the value', () => {
  const reading = readConfig({
    STEERHOUSE_PORT: '84200',
    STEERHOUSE_ROLES: 'serve,dance',
    STEERHOUSE_PUBLIC_LOG: 'yes',
    STEERHOUSE_PUBLIC_URL: 'steer.example',
    STEERHOUSE_LOG_ORIGIN: 'a+b',
    STEERHOUSE_HOST: 'not a host',
    STEERHOUSE_DATA_DIR: 'two\nlines',
  });
  assert.ok(!reading.ok);
  assert.deepEqual(reading.problems, [
    'STEERHOUSE_HOST must be an IP address or a host name, such as 127.0.0.1 or 0.0.0.0; it is "not a host".',
    'STEERHOUSE_PORT must be a whole number from 0 to 65535; it is "84200".',
    'STEERHOUSE_PUBLIC_URL must be the address people open, without a path, such as https://steerhouse.example; it is "steer.example".',
    'STEERHOUSE_DATA_DIR must be the path of a folder, without line breaks; it is "two\nlines".',
    'STEERHOUSE_ROLES must be a list out of serve, work, separated by commas; it is "serve,dance".',
    'STEERHOUSE_PUBLIC_LOG must be true or false; it is "yes".',
    'STEERHOUSE_LOG_ORIGIN must be a name without spaces and plus signs, such as steerhouse.example/log; it is "a+b".',
  ]);
});

test('numbers are written plainly: no signs, fractions, exponents or spaces', () => {
  for (const text of ['-1', '1.5', '1e3', ' 80', '0x50', 'NaN', '']) {
    const reading = readConfig({ STEERHOUSE_QUEUE_LIMIT: text });
    assert.equal(reading.ok, text === '', text);
  }
});

test('a broken DATABASE_URL is refused without showing its password', () => {
  const reading = readConfig({ DATABASE_URL: 'mysql://bob:geheim@db.example/x' });
  assert.ok(!reading.ok);
  assert.deepEqual(reading.problems, [
    'DATABASE_URL must look like postgresql://user:password@host:5432/database; it is "mysql://bob:***@db.example/x".',
  ]);
});

test('a DATABASE_URL may point at a socket', () => {
  const url = 'postgresql://bob@%2Frun%2Fpostgresql/steerhouse';
  assert.equal(configOf({ DATABASE_URL: url }).databaseUrl, url);
});

test('an unknown variable is warned about with the nearest name', () => {
  const reading = readConfig({ STEERHOUSE_PROT: '1', STEERHOUSE_CHROMIUM: '/usr/bin/chromium', OTHER: 'x' });
  assert.deepEqual(reading.warnings, [
    'STEERHOUSE_PROT is not a setting of Steerhouse and is ignored; did you mean STEERHOUSE_PORT?',
  ]);
});

test('the description says value, source and problem, with secrets masked', () => {
  const rows = describeConfig({
    DATABASE_URL: 'postgres://bob:ge:h@im@db/x?sslpassword=abc&a=b',
    STEERHOUSE_PORT: 'x',
  });
  const row = (name: string) => rows.find((found) => found.name === name);
  assert.equal(row('DATABASE_URL')?.value, 'postgres://bob:***@db/x?sslpassword=***&a=b');
  assert.equal(row('DATABASE_URL')?.source, 'environment');
  assert.match(row('STEERHOUSE_PORT')?.problem ?? '', /whole number/);
  assert.equal(row('STEERHOUSE_PUBLIC_URL')?.source, 'default');
  assert.equal(row('STEERHOUSE_LOG_LEVEL')?.problem, null);
});

test('trusted proxies are addresses and networks; there are none by default', () => {
  assert.equal(configOf({}).trustedProxies, null);
  const list = configOf({ STEERHOUSE_TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8,fd00::/8' }).trustedProxies;
  assert.deepEqual(list, ['127.0.0.1', '10.0.0.0/8', 'fd00::/8']);
  for (const text of [
    'proxy.example',
    '10.0.0.0/33',
    '10.0.0.0/x',
    '1.2.3.4/8/9',
    '1.2.3.4,,',
    'true',
    '*',
  ]) {
    const reading = readConfig({ STEERHOUSE_TRUSTED_PROXIES: text });
    assert.ok(!reading.ok, text);
    assert.match(reading.problems[0] ?? '', /addresses or networks/);
  }
});
