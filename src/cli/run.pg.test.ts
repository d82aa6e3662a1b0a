import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { testDatabase } from '../testing/database.ts';
import { password, setUp } from '../testing/installation.ts';
import { runServer, type ServerUnderTest } from '../testing/run-server.ts';
import { stringTerminal } from '../testing/string-terminal.ts';
import { run } from './run.ts';

let server: ServerUnderTest | null = null;
const folder = mkdtempSync(join(tmpdir(), 'steerhouse-cli-'));
after(() => server?.stop());
after(() => rmSync(folder, { recursive: true }));
const db = await testDatabase();
server = await runServer({ DATABASE_URL: db.url });
const { apiKey, signInAs } = await setUp(server);
const { email: owner } = await signInAs('policy-owner');
process.env.STEERHOUSE_URL = server.baseUrl;
process.env.STEERHOUSE_PASSWORD = password;

async function cli(...args: string[]) {
  const terminal = stringTerminal();
  const code = await run(args, terminal);
  return { code, printed: terminal.printed(), complained: terminal.complained() };
}

async function done(...args: string[]): Promise<string> {
  const { code, printed, complained } = await cli(...args);
  assert.equal(code, 0, complained);
  return printed;
}

async function json<T>(...args: string[]): Promise<T> {
  return JSON.parse(await done(...args, '--json')) as T; // the test knows what it asked for
}

const asMachine = ['--api-key', apiKey];
const asOwner = ['--email', owner];

test('from nothing to a routed decision by commands alone', async () => {
  const useCase = join(folder, 'use-case.json');
  writeFileSync(
    useCase,
    JSON.stringify({ slug: 'loans', name: 'Loans', riskClass: 'limited', outputKind: 'text' }),
  );
  assert.match(await done('use-cases', 'create', '-f', useCase, ...asOwner), /Created loans/);
  assert.match(await done('models', 'register', 'loans', 'm1', ...asMachine), /m1 is registered/);
  const policy = join(folder, 'policy.json');
  const document = { rules: [], otherwise: { kind: 'release' }, audit: { rate: 1 } };
  writeFileSync(policy, JSON.stringify(document));
  const draft = await json<{ policyVersionId: string }>(
    'policies',
    'draft',
    'loans',
    '-f',
    policy,
    ...asOwner,
  );
  assert.match(
    await done('policies', 'diff', draft.policyVersionId, ...asOwner),
    /From nothing to version 1/,
  );
  assert.match(await done('policies', 'publish', draft.policyVersionId, ...asOwner), /Version 1 is in force/);
  assert.match(await done('policies', 'list', 'loans', ...asOwner), /published/);
  assert.match(await done('policies', 'get', draft.policyVersionId, ...asOwner), /"rate": 1/);
  const given = [
    '--use-case',
    'loans',
    '--model',
    'm1',
    '--input',
    '{"a": 1}',
    '--output',
    'yes',
    '--confidence',
    '0.7',
  ];
  assert.match(await done('decisions', 'submit', ...given, ...asMachine), /release/);
  assert.match(await done('decisions', 'submit', ...given, '--wait', ...asMachine), /released {2}yes/);
  const { items } = await json<{ items: { decisionId: string }[] }>(
    'decisions',
    'list',
    '--use-case',
    'loans',
    ...asMachine,
  );
  assert.equal(items.length, 2);
  assert.match(await done('decisions', 'get', items[0]?.decisionId ?? '', ...asMachine), /input +hidden/);
  assert.match(await done('use-cases', 'get', 'loans', ...asMachine), /risk +limited/);
});

test('a standing approval is given for a while, listed with what it released, and revoked', async () => {
  const given = [
    'approvals',
    'give',
    'refunds',
    '--when',
    'confidence >= 0.3',
    '--reason',
    'Backlog',
    '--for',
    '2h',
  ];
  const made = await json<{ standingApprovalId: string; expiresAt: string }>(...given, ...asOwner);
  const hours = (Date.parse(made.expiresAt) - Date.now()) / 3_600_000;
  assert.ok(hours > 1.9 && hours <= 2, String(hours));
  const call = [
    '--use-case',
    'refunds',
    '--model',
    'v1',
    '--input',
    '1',
    '--output',
    'x',
    '--confidence',
    '0.4',
  ];
  assert.match(await done('decisions', 'submit', ...call, ...asMachine), /release/);
  const listed = await done(
    'approvals',
    'list',
    '--use-case',
    'refunds',
    '--state',
    'in-force',
    ...asMachine,
  );
  assert.match(listed, /in-force +Refunds +confidence >= 0\.3 +Backlog/);
  assert.match(
    await done('approvals', 'revoke', made.standingApprovalId, ...asOwner),
    /^Revoked\. It released/,
  );
  assert.match(await done('decisions', 'submit', ...call, ...asMachine), /hold/);
  assert.match(await done('approvals', 'list', '--use-case', 'refunds', ...asOwner), /revoked/);
});

test('an approval without an end, with a scope that does not compile, or from a machine is refused in a sentence', async () => {
  const give = ['approvals', 'give', 'refunds', '--reason', 'Backlog'];
  const endless = await cli(...give, '--when', 'true', ...asOwner);
  assert.deepEqual(
    [endless.code, /Say when it ends/.test(endless.complained)],
    [2, true],
    endless.complained,
  );
  const broken = await cli(...give, '--when', 'confidnce > 0.5', '--for', '2h', ...asOwner);
  assert.deepEqual([broken.code, /confidnce/.test(broken.complained)], [3, true], broken.complained);
  const machine = await cli(...give, '--when', 'true', '--for', '2h', ...asMachine);
  assert.equal(machine.code, 3, machine.complained);
  const long = await cli(...give, '--when', 'true', '--for', '40d', ...asOwner);
  assert.match(long.complained, /30 days/);
  const gone = await cli('approvals', 'revoke', '0198c1f2-6b1c-7000-8000-000000000000', ...asOwner);
  assert.deepEqual([gone.code, /There is no standing approval/.test(gone.complained)], [3, true]);
});

test('lines from a file are submitted, refused ones named', async () => {
  const file = join(folder, 'lines.ndjson');
  const line = { useCase: 'refunds', model: 'v1', input: 1, output: 'x', confidence: 0.9 };
  writeFileSync(file, `${JSON.stringify(line)}\n${JSON.stringify({ ...line, confidence: 2 })}\n`);
  const { code, printed } = await cli('decisions', 'submit', '-f', file, ...asMachine);
  assert.equal(code, 1);
  assert.match(printed, /release/);
  assert.match(printed, /line 2 {2}refused/);
});

test('the log verifies over HTTP and as an exported folder, with a receipt', async () => {
  const { items } = await json<{ items: { decisionId: string }[] }>('decisions', 'list', ...asMachine);
  const decisionId = items[0]?.decisionId ?? '';
  await untilIntegrated(decisionId);
  const [entry] = await json<{ entryId: string }[]>('ledger', 'about', decisionId, ...asOwner);
  const receipt = join(folder, 'receipt');
  writeFileSync(receipt, await done('ledger', 'receipt', entry?.entryId ?? '', ...asOwner));
  const here = server?.baseUrl ?? '';
  assert.match(
    await done('verify', here, '--receipt', receipt, ...asOwner),
    /is whole: \d+ entries.*Receipts that hold: 1/,
  );
  const copy = join(folder, 'log');
  assert.match(await done('ledger', 'export', copy, ...asOwner), /entries are in/);
  assert.match(await done('verify', copy, '--receipt', receipt), /is whole/);
  const refused = await cli('verify', here);
  assert.equal(refused.code, 1);
  assert.match(refused.complained, /--key/);
});

/** Entries get their place in the log a moment after the commit, and receipts with the next checkpoint. */
async function untilIntegrated(decisionId: string): Promise<void> {
  const until = Date.now() + 30_000;
  for (;;) {
    assert.ok(Date.now() < until, 'no receipt came');
    const entries = await json<{ entryId: string }[]>('ledger', 'about', decisionId, ...asOwner);
    const { code } = await cli('ledger', 'receipt', entries[0]?.entryId ?? '', ...asOwner);
    if (code === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
