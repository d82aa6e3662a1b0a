import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { PolicyFile } from '../../contract/policy-file.ts';
import { stringTerminal } from '../../testing/string-terminal.ts';
import { BadInput } from '../terminal.ts';
import { readPolicyFile } from './read-policy-file.ts';
import { writePolicyFile } from './write-policy-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'steerhouse-policy-file-'));
after(() => rmSync(folder, { recursive: true }));

const good = `useCase: refunds
note: Where we start.
policy:
  rules:
    - name: Large
      when: metadata.amount > 500
      route: { kind: hold, dueSeconds: 900, timeout: { action: keep-holding } }
  otherwise: { kind: release }
  audit: { rate: 0.05 }
`;

/** What is wrong with a file of this content, without its name. */
async function complaints(content: string | Buffer, name = 'policy.yaml'): Promise<string[]> {
  const file = join(folder, name);
  writeFileSync(file, content);
  const error = await readPolicyFile(file, stringTerminal()).then(
    () => assert.fail('it was read'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof BadInput, String(error));
  return error.lines.map((line) => line.replace(`${file}:`, '').replace(file, 'the file'));
}

test('a policy file is read, with the places of its rules', async () => {
  const file = await readPolicyFile('-', stringTerminal(good));
  assert.deepEqual([file.useCase, file.note, file.name], ['refunds', 'Where we start.', 'the input']);
  assert.equal(file.policy.rules[0]?.when, 'metadata.amount > 500');
  assert.deepEqual(file.placeOf('/rules/0/when'), { line: 6, column: 7 });
  assert.deepEqual(file.placeOfUseCase, { line: 1, column: 1 });
});

test('JSON is a policy file too', async () => {
  const { useCase, policy } = await readPolicyFile('-', stringTerminal(good));
  const again = await readPolicyFile('-', stringTerminal(JSON.stringify({ useCase, policy })));
  assert.deepEqual([again.useCase, again.policy], [useCase, policy]);
});

test('what does not fit the schema is told all at once, each at its line and column', async () => {
  const content = `useCase: Re funds
polcy: {}
policy:
  rules:
    - name: ''
      when: 1
      route: { kind: hold, dueSeconds: 1.5 }
    - route: { kind: explode }
    - { name: x, when: 'true', route: { dueSeconds: 3 } }
  otherwise: release
  audit: { rate: 1.5, colour: red }
`;
  assert.deepEqual(await complaints(content), [
    '1:1: "useCase" must match pattern "^[a-z0-9][a-z0-9-]{0,62}$".',
    '2:1: The file has no "polcy".',
    '5:7: "name" must NOT have fewer than 1 characters.',
    '6:7: "when" must be a text.',
    '7:7: "route" needs "timeout".',
    '7:28: "dueSeconds" must be a whole number.',
    '8:7: Item 2 of "rules" needs "name".',
    '8:7: Item 2 of "rules" needs "when".',
    '8:16: "kind" must be one of release, hold, release-and-review, consensus.',
    '9:32: "route" needs "kind".',
    '10:3: "otherwise" must be an object.',
    '11:12: "rate" must be <= 1.',
    '11:23: "audit" has no "colour".',
  ]);
});

test('wrong kinds of values are told in words', async () => {
  assert.deepEqual(await complaints('- a\n- b\n'), ['1:1: The file must be an object.']);
  assert.deepEqual(await complaints('useCase: [x]\npolicy: 3\n'), [
    '1:1: "useCase" must be a text.',
    '2:1: "policy" must be an object.',
  ]);
  const tier = good.replace('dueSeconds: 900', 'dueSeconds: 900, tier: 3, blind: maybe');
  assert.deepEqual(await complaints(tier), [
    '7:45: "tier" must be one of 1, 2.',
    '7:54: "blind" must be true or false.',
  ]);
});

test('what is no YAML never gets as far as the schema', async () => {
  assert.deepEqual(await complaints('useCase: a\nuseCase: b\n'), [
    '2:1: "useCase" stands here a second time.',
  ]);
});

test('a file of 10 MB is refused without being read', async () => {
  assert.deepEqual(await complaints('x'.repeat(10 * 1024 * 1024)), ['the file is larger than 256 KiB.']);
  const endless = { ...stringTerminal(), input: forever };
  await assert.rejects(readPolicyFile('-', endless), /the input is larger than 256 KiB/);
});

async function* forever(): AsyncGenerator<string> {
  for (;;) yield '# and on it goes\n'.repeat(1000);
}

test('files that are not there, folders and other encodings are named as such', async () => {
  const reading = (name: string) => readPolicyFile(name, stringTerminal());
  await assert.rejects(reading(join(folder, 'none.yaml')), /none\.yaml is not there\./);
  await assert.rejects(reading(folder), /is a folder\./);
  assert.deepEqual(await complaints(Buffer.from(good, 'utf16le')), ['1:2: A control character stands here.']);
  assert.deepEqual(await complaints(Buffer.from([0x61, 0x3a, 0x20, 0xe4])), ['the file is not UTF-8 text.']);
});

test('what is exported reads back as it was, with the schema for editors on top', async () => {
  const policy: PolicyFile['policy'] = {
    rules: [
      {
        name: 'Odd: "quotes" & # signs',
        when: `label in ["a", 'b'] && ${Array(40).fill('metadata.amount > 500.0').join(' || ')}`,
        route: { kind: 'release-and-review', dueSeconds: 60 },
      },
      { name: 'yes', when: 'true\n  && confidence > 0.5', route: { kind: 'release' } },
    ],
    otherwise: {
      kind: 'hold',
      dueSeconds: 60,
      timeout: { action: 'safe-output', afterSeconds: 90, output: { text: '- no', n: [1, null, '0x1f'] } },
    },
    thresholds: [{ name: 'sure', value: 0.9, bySlice: { by: 'label', values: { '404': 0.95, true: 0.5 } } }],
    audit: { rate: 0.05 },
  };
  const text = writePolicyFile({ useCase: 'refunds', policy }, 'https://example.org/policy.schema.json');
  const [first] = text.split('\n');
  assert.equal(first, '# yaml-language-server: $schema=https://example.org/policy.schema.json');
  const read = await readPolicyFile('-', stringTerminal(text));
  assert.deepEqual(read.policy, policy);
  assert.equal(text.split('\n').filter((line) => line.includes('metadata.amount')).length, 1, 'not folded');
});
