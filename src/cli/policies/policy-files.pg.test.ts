import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createUseCase } from '../../contract/use-cases.ts';
import { testDatabase } from '../../testing/database.ts';
import { password, setUp } from '../../testing/installation.ts';
import { runServer, type ServerUnderTest } from '../../testing/run-server.ts';
import { stringTerminal } from '../../testing/string-terminal.ts';
import { run } from '../run.ts';

let server: ServerUnderTest | null = null;
const folder = mkdtempSync(join(tmpdir(), 'steerhouse-policy-'));
after(() => server?.stop());
after(() => rmSync(folder, { recursive: true }));
const db = await testDatabase();
server = await runServer({ DATABASE_URL: db.url });
const { apiKey, admin, signInAs } = await setUp(server);
process.env.STEERHOUSE_URL = server.baseUrl;
process.env.STEERHOUSE_PASSWORD = password;
const asMachine = ['--api-key', apiKey];
const asOwner = ['--email', (await signInAs('policy-owner')).email];
const asOther = ['--email', (await signInAs('policy-owner')).email];
await admin.call(createUseCase, {
  body: { slug: 'loans', name: 'Loans', outputKind: 'text', riskClass: 'high' },
});
const file = join(folder, 'policy.yaml');

type Version = { policyVersionId: string; version: number; state: string; byKey: boolean };

async function cli(...args: string[]) {
  const terminal = stringTerminal();
  const code = await run(args, terminal);
  return { code, printed: terminal.printed(), complained: terminal.complained() };
}

/** A policy that releases above a confidence. */
function write(useCase: string, above: number, more = ''): string {
  writeFileSync(
    file,
    `useCase: ${useCase}
note: Release above ${above}.
policy:
  rules:
    - name: Sure
      when: confidence > ${above}${more}
      route: { kind: release }
  otherwise:
    kind: hold
    dueSeconds: 600
    timeout: { action: keep-holding }
  audit: { rate: 0.1 }
`,
  );
  return file;
}

async function versions(useCase: string): Promise<Version[]> {
  const { printed } = await cli('policies', 'list', useCase, '--json', ...asOwner);
  return (JSON.parse(printed) as { items: Version[] }).items;
}

test('a file against what is in force: sentences, exit code 1; against itself nothing, exit code 0', async () => {
  write('refunds', 0.8);
  const { code, printed } = await cli('policy', 'diff', file, ...asMachine);
  assert.equal(code, 1);
  assert.match(printed, /^refunds: \d changes against version 1, in force\n/);
  assert.match(printed, /Rule "Sure" was added/);
  const exported = await cli('policy', 'export', 'refunds', ...asMachine);
  assert.match(
    exported.printed,
    /^# yaml-language-server: \$schema=http:\/\/127\S+\/policy\.schema\.json\nuseCase: refunds\n/,
  );
  writeFileSync(file, exported.printed);
  const same = await cli('policy', 'diff', file, ...asMachine);
  assert.equal(same.code, 0);
  assert.match(
    same.printed,
    /^refunds: no changes against version 1, in force\n[\s\S]*:15:5: warning: The audit draws nothing/,
  );
  assert.match((await cli('policy', 'apply', file, ...asMachine)).printed, /There is nothing to do/);
});

test('a key drafts and submits from a repository, twice the same leaves one draft, a person publishes', async () => {
  write('refunds', 0.7);
  const drafted = await cli('policy', 'apply', file, '--json', ...asMachine);
  assert.equal(drafted.code, 0, drafted.complained);
  const { version } = JSON.parse(drafted.printed) as { version: Version };
  assert.deepEqual([version.state, version.byKey], ['draft', true]);
  const again = await cli('policy', 'apply', file, '--submit', ...asMachine);
  assert.match(again.printed, new RegExp(`Version ${version.version} is submitted`));
  const third = await cli('policy', 'apply', file, '--submit', ...asMachine);
  assert.match(third.printed, new RegExp(`Version ${version.version} is submitted`));
  const refused = await cli('policy', 'apply', file, '--publish', ...asMachine);
  assert.equal(refused.code, 3);
  assert.match(refused.complained, /policies:publish/);
  const published = await cli('policy', 'apply', file, '--publish', ...asOwner);
  assert.deepEqual([published.code, published.complained], [0, '']);
  assert.match(published.printed, new RegExp(`Version ${version.version} is in force\\.\n$`));
  assert.equal((await versions('refunds')).length, version.version);
});

test('where the risk is high, a file goes through another person', async () => {
  write('loans', 0.9);
  const early = await cli('policy', 'apply', file, '--submit', '--publish', ...asOwner);
  assert.equal(early.code, 3);
  assert.match(early.complained, /needs the approval of another person/);
  const [submitted] = await versions('loans');
  assert.equal(submitted?.state, 'submitted');
  const id = submitted?.policyVersionId ?? '';
  const own = await cli('policy', 'approve', id, ...asOwner);
  assert.equal(own.code, 3);
  assert.match(own.complained, /You had a hand in version 1/);
  assert.match(
    (await cli('policy', 'return', id, '--reason', 'Higher.', ...asOther)).printed,
    /a draft again/,
  );
  assert.match((await cli('policy', 'get', id, ...asOwner)).printed, /returned .*Higher\./);
  assert.equal((await cli('policy', 'submit', id, ...asOwner)).code, 0);
  assert.match((await cli('policy', 'approve', id, ...asOther)).printed, /Version 1 is approved/);
  const published = await cli('policy', 'apply', file, '--publish', ...asOwner);
  assert.match(published.printed, /Version 1 is in force/);
});

test('going back by one command', async () => {
  write('refunds', 0.6);
  assert.equal((await cli('policy', 'apply', file, '--publish', ...asOwner)).code, 0);
  const back = await cli('policy', 'roll-back', 'refunds', '--note', 'Too many released.', ...asOwner);
  assert.match(back.printed, /Version \d+ is in force: back to version 2\./);
});

test('what was based on an older version is not published without knowing what changed', async () => {
  write('refunds', 0.5);
  const drafted = await cli('policy', 'apply', file, '--json', ...asOwner);
  const { policyVersionId } = (JSON.parse(drafted.printed) as { version: Version }).version;
  write('refunds', 0.4);
  assert.equal((await cli('policy', 'apply', file, '--publish', ...asOther)).code, 0);
  const told = await cli('policy', 'publish', policyVersionId, ...asOwner);
  assert.equal(told.code, 3);
  assert.match(told.complained, /^policy-owner published version \d+ at /);
  assert.match(told.complained, /\n {2}Rule "Sure" now applies when confidence > 0\.4/);
  const [newest] = (await versions('refunds')).filter(({ state }) => state === 'published');
  const over = ['--over', newest?.policyVersionId ?? ''];
  assert.match((await cli('policy', 'publish', policyVersionId, ...over, ...asOwner)).printed, /is in force/);
});

test('errors of a policy stand at their line, exit code 1, and nothing is drafted', async () => {
  write('refunds', 0.3, ' && metadata.amuont > 1');
  const before = (await versions('refunds')).length;
  for (const verb of ['diff', 'apply']) {
    const { code, printed } = await cli('policy', verb, file, ...asMachine);
    assert.equal(code, 1, verb);
    assert.match(printed, /policy\.yaml:6:7: error: Rule "Sure": .*amuont/);
  }
  assert.equal((await versions('refunds')).length, before);
});

test('a pull request gets it in Markdown, a program in JSON', async () => {
  write('refunds', 0.2);
  const { code, printed } = await cli('policy', 'diff', file, '--format', 'markdown', ...asMachine);
  assert.equal(code, 1);
  assert.match(
    printed,
    /^### Policy of Refunds \(`refunds`\)\n\n\*\*Changes\*\* against version \d+, in force:\n\n- \*changed\*: Rule/,
  );
  const json = await cli('policy', 'diff', file, '--format', 'json', ...asMachine);
  const told = JSON.parse(json.printed) as { useCase: string; changes: object[]; problems: object[] };
  assert.deepEqual([told.useCase, told.changes.length], ['refunds', 1]);
  writeFileSync(file, 'useCase: [\n');
  const broken = await cli('policy', 'diff', file, '--format', 'markdown', ...asMachine);
  assert.equal(broken.code, 2);
  assert.match(broken.printed, /^### Policy file cannot be read\n\n- .*policy\.yaml:/);
});

test('bad input is exit code 2 with its place, before the server is asked', async () => {
  writeFileSync(file, 'useCase: refunds\npolicy: &all\n  rules: *all\n');
  const bad = await cli('policy', 'apply', file, '--url', 'http://127.0.0.1:1');
  assert.equal(bad.code, 2);
  assert.match(bad.complained, /policy\.yaml:3:3: &all is an anchor/);
  write('nonsense', 0.5);
  const unknown = await cli('policy', 'diff', file, ...asMachine);
  assert.equal(unknown.code, 2);
  assert.match(unknown.complained, /policy\.yaml:1:1: There is no use case "nonsense"/);
  write('refunds', 0.5);
  assert.equal((await cli('policy', 'diff', file, '--url', 'http://127.0.0.1:1')).code, 3);
  assert.equal((await cli('policy', 'diff', file, '--format', 'xml', ...asMachine)).code, 2);
  assert.equal((await cli('policy', 'replay', file, '--from', 'soon', ...asMachine)).code, 2);
});

test('what a file would have done to decisions of the past, in each format', async () => {
  for (const confidence of ['0.05', '0.35', '0.55', '0.75', '0.95']) {
    const given = ['--use-case', 'refunds', '--model', 'v1', '--input', 'x', '--output', 'y'];
    const { code } = await cli('decisions', 'submit', ...given, '--confidence', confidence, ...asMachine);
    assert.equal(code, 0);
  }
  write('refunds', 0.9);
  const window = ['--from', '1h'];
  const text = await cli('policy', 'replay', file, ...window, ...asMachine);
  assert.equal(text.code, 0, text.complained);
  assert.match(text.printed, /Replay of 5 decisions, /);
  assert.match(text.printed, /\n {2}held for people +\d +4\n/);
  const markdown = await cli('policy', 'replay', file, ...window, '--format', 'markdown', ...asMachine);
  assert.match(markdown.printed, /\n\| held for people \| \d \| 4 \|\n/);
  const json = await cli('policy', 'replay', file, ...window, '--recorded', '--json', ...asMachine);
  const { replay } = JSON.parse(json.printed) as {
    replay: { baseline: string; result: { total: { decisions: number } } };
  };
  assert.deepEqual([replay.baseline, replay.result.total.decisions], ['recorded', 5]);
  write('loans', 0.5);
  const none = await cli('policy', 'replay', file, ...window, ...asMachine);
  assert.equal(none.code, 3);
  assert.match(none.complained, /decision/);
});

test('the schema of policy files is open to editors, the same from the server and from the command', async () => {
  const answer = await fetch(`${server?.baseUrl}/policy.schema.json`);
  assert.equal(answer.status, 200);
  const schema = (await answer.json()) as { required: string[] };
  assert.deepEqual(schema.required, ['useCase', 'policy']);
  const { code, printed } = await cli('policy', 'schema');
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(printed), schema);
});
