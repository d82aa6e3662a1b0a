import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openLog } from './log.ts';

function logged(write: (log: ReturnType<typeof openLog>) => void, level = 'info'): Record<string, unknown>[] {
  const lines: string[] = [];
  write(openLog(level, { write: (line: string) => void lines.push(line) }));
  return lines.map((line) => JSON.parse(line));
}

test('a line is JSON with a time and a level in words', () => {
  const [line] = logged((log) => log.warn({ job: 'sweep' }, 'a duty failed'));
  assert.deepEqual({ ...line, time: '' }, { level: 'warn', time: '', job: 'sweep', msg: 'a duty failed' });
  assert.ok(!Number.isNaN(Date.parse(String(line?.time))));
});

test('what is less important than asked for is not written', () => {
  assert.equal(logged((log) => log.debug('x')).length, 0);
  assert.equal(logged((log) => log.error('x'), 'silent').length, 0);
});

test('secrets and payloads are cut out by name, also one level down', () => {
  const secret = 'canary';
  for (const name of [
    'password',
    'token',
    'secret',
    'authorization',
    'cookie',
    'input',
    'output',
    'body',
    'comment',
  ]) {
    const lines = logged((log) => {
      log.info({ [name]: secret, kept: 1 }, 'one');
      log.info({ request: { [name]: secret, kept: 1 } }, 'two');
    });
    assert.ok(!JSON.stringify(lines).includes(secret), name);
    assert.equal(lines.length, 2);
  }
});

test('of an error only what tells its cause is written, not what drivers hang on it', () => {
  const cause = Object.assign(new Error('connection reset'), { code: 'ECONNRESET' });
  const error = Object.assign(new Error('could not write', { cause }), {
    code: '23505',
    constraint: 'task_decision',
    detail: 'Key (email)=(canary@example.org) already exists.',
    where: 'canary',
    client: { password: 'canary' },
  });
  const [line] = logged((log) => log.error({ err: error }, 'failed'));
  assert.ok(!JSON.stringify(line).includes('canary'));
  const told = line?.err as Record<string, unknown>;
  assert.deepEqual([told.message, told.code, told.constraint], ['could not write', '23505', 'task_decision']);
  assert.equal((told.cause as Record<string, unknown>).code, 'ECONNRESET');
  const [text] = logged((log) => log.error({ err: 'just a text' }, 'failed'));
  assert.deepEqual(text?.err, { message: 'just a text' });
});
