import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { endpoints } from '../contract/index.ts';
import { memoryLog, numberedLeaves } from '../testing/memory-log.ts';
import { answerJson, startOutsideServer } from '../testing/outside-server.ts';
import { stringTerminal } from '../testing/string-terminal.ts';
import { exportLog } from './export-log.ts';
import { openLogFolder } from './log-reader-folder.ts';
import { run } from './run.ts';

const root = mkdtempSync(join(tmpdir(), 'steerhouse-cli-'));
after(() => rmSync(root, { recursive: true }));

async function cli(args: string[], typed?: string) {
  const terminal = stringTerminal(typed);
  const code = await run(args, terminal);
  return { code, printed: terminal.printed(), complained: terminal.complained() };
}

test('every endpoint of the contract can be called by its id', async () => {
  const server = await startOutsideServer((_, __, reply) => answerJson(reply, 200, {}));
  for (const { endpoint } of endpoints) {
    const { code, complained } = await cli(['call', endpoint.id, '--url', server.baseUrl]);
    assert.equal(code, 0, `${endpoint.id}: ${complained}`);
  }
  await server.close();
  assert.equal(server.requests.length, endpoints.length);
});

test('inputs are text, JSON, or one object, and go where the contract has them', async () => {
  const seen: string[] = [];
  const server = await startOutsideServer((request, body, reply) => {
    seen.push(`${request.method} ${request.url} ${body}`);
    answerJson(reply, 200, {});
  });
  const url = ['--url', server.baseUrl];
  await cli(['call', 'publishPolicy', 'policyVersionId=p', 'revision:=3', 'inForce:=null', ...url]);
  await cli(['call', 'getOutcome', '--params', '{"decisionId": "d", "wait": 5}', ...url]);
  await cli(['call', 'createApiKey', '-f', '-', ...url], '{"name": "n", "scopes": []}');
  await server.close();
  assert.deepEqual(seen, [
    'POST /v1/policies/p/publish {"revision":3,"inForce":null}',
    'GET /v1/decisions/d/outcome?wait=5 ',
    'POST /v1/api-keys {"name":"n","scopes":[]}',
  ]);
});

test('a refusal is its sentence, its places and what to do, exit code 3', async () => {
  const server = await startOutsideServer((_, __, reply) => {
    answerJson(reply, 403, {
      status: 403,
      code: 'permission.missing',
      detail: 'This needs the permission use-cases:read.',
      todo: 'Ask an administrator.',
      problems: [{ at: 'body/name', message: 'is\u001b[31m odd' }],
    });
  });
  const { code, complained } = await cli(['use-cases', 'list', '--url', server.baseUrl]);
  await server.close();
  assert.equal(code, 3);
  assert.equal(
    complained,
    'This needs the permission use-cases:read.\n  body/name: is [31m odd\nAsk an administrator.\n',
  );
});

test('a table shows what the server answered, without what could steer the terminal', async () => {
  const item = { slug: 'refunds', name: 'Re\u202efunds\u0007', riskClass: 'high', outputKind: 'class' };
  const page = { items: [{ ...item, ownerName: 'Ada', useCaseId: 'u' }], next: null };
  const server = await startOutsideServer((_, __, reply) => answerJson(reply, 200, page));
  const table = await cli(['use-cases', 'list', '--url', server.baseUrl]);
  const json = await cli(['use-cases', 'list', '--url', server.baseUrl, '--json']);
  await server.close();
  assert.match(table.printed, /^SLUG +NAME/);
  assert.match(table.printed, /refunds +Re funds +high +class +Ada +u\n$/);
  assert.deepEqual(JSON.parse(json.printed), page);
});

test('a person signs in for the command and out after it', async () => {
  const server = await startOutsideServer((request, _, reply) => {
    if (request.method === 'DELETE') return void reply.writeHead(204).end();
    answerJson(reply, 200, { csrfToken: 'c', items: [], next: null }, { 'set-cookie': 's=1; Path=/' });
  });
  const { code } = await cli(['use-cases', 'list', '--url', server.baseUrl, '--email', 'ada@example.org']);
  await server.close();
  assert.equal(code, 0);
  assert.deepEqual(server.requests, ['POST /v1/session', 'GET /v1/use-cases?limit=50', 'DELETE /v1/session']);
});

test('many decisions are submitted from lines, refused ones are counted', async () => {
  const server = await startOutsideServer((_, body, reply) => {
    const lines = body.trim().split('\n');
    const refusal = { status: 422, code: 'decision.invalid', detail: 'No.' };
    const answers = lines.map((text, i) => {
      const { decisionId } = JSON.parse(text);
      const decision = { decisionId, route: 'hold', reasons: [{ sentence: 'Because.' }] };
      return JSON.stringify(i === 1 ? { line: 2, refusal } : { line: i + 1, decision });
    });
    reply.end(`${answers.join('\n')}\n`);
  });
  const file = join(root, 'decisions.ndjson');
  writeFileSync(file, '{"useCase":"a"}\n\n{"useCase":"b"}\n');
  const { code, printed, complained } = await cli([
    'decisions',
    'submit',
    '-f',
    file,
    '--url',
    server.baseUrl,
  ]);
  await server.close();
  assert.equal(code, 1);
  assert.match(printed, /hold {2}Because\.\nline 2 {2}refused {2}decision\.invalid: No\.\n/);
  assert.match(complained, /1 of the lines/);
});

test('wrong usage is exit code 2 and a hint', async () => {
  const cases = [
    ['nonsense'],
    ['decisions', 'submit'],
    ['call', 'nonsense'],
    ['use-cases', 'list', '--url', 'nonsense'],
    ['use-cases', 'list', '--api-key', 'k', '--email', 'e'],
    ['use-cases', 'create', '-f', join(root, 'missing.json'), '--url'],
  ];
  for (const args of cases) {
    const { code, complained } = await cli(args);
    assert.equal(code, 2, args.join(' '));
    assert.notEqual(complained, '');
  }
});

test('help is no failure, and every command has a sentence', async () => {
  const { code, printed } = await cli(['--help']);
  assert.equal(code, 0);
  assert.match(printed, /Examples:/);
  assert.equal((await cli(['verify', '--help'])).code, 0);
});

test('an exported log is the same log, and exporting again reads only what can have changed', async () => {
  const folder = join(root, 'export');
  const small = memoryLog(numberedLeaves(300));
  const large = memoryLog(numberedLeaves(600));
  for await (const _ of exportLog(small.reader, folder));
  let reads = 0;
  const counting = {
    ...large.reader,
    entries: (n: number, width: number) => {
      reads += 1;
      return large.reader.entries(n, width);
    },
  };
  for await (const _ of exportLog(counting, folder));
  assert.equal(reads, 2);
  const copy = openLogFolder(folder);
  assert.equal(await copy.checkpoint(), large.note);
  for (const [n, width] of [
    [0, 256],
    [1, 256],
    [2, 88],
  ] as const) {
    assert.deepEqual(
      Buffer.from((await copy.entries(n, width))!),
      Buffer.from((await large.reader.entries(n, width))!),
    ); // both there
    assert.deepEqual(
      Buffer.from((await copy.tile(0, n, width))!),
      Buffer.from((await large.reader.tile(0, n, width))!),
    ); // both there
  }
});

test('the program itself answers with an exit code and keeps quiet about its insides', async () => {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const answer = await new Promise<{ code: number | null; text: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [main, 'use-cases', 'list', '--url', 'http://127.0.0.1:1'],
      (_, __, text) => resolve({ code: child.exitCode, text }),
    );
  });
  assert.equal(answer.code, 3);
  assert.match(answer.text, /^The server could not be reached.*\nIs Steerhouse running there\?/);
});
