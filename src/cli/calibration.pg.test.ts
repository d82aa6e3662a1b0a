import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openStage } from '../testing/stage.ts';
import { openStageServer } from '../testing/stage-server.ts';
import { stringTerminal } from '../testing/string-terminal.ts';
import { run } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'steerhouse-calibration-'));
after(() => rmSync(folder, { recursive: true }));
const stage = await openStage();
const server = await openStageServer(stage);
const { authorization = '' } = await server.key();
const connection = ['--url', await server.listen(), '--api-key', authorization.replace('Bearer ', '')];
const where = ['--use-case', stage.slug, '--model', stage.model];

async function cli(...args: string[]) {
  const terminal = stringTerminal();
  const code = await run([...args, ...connection], terminal);
  return { code, printed: terminal.printed(), complained: terminal.complained() };
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const rows = [
  { confidence: 0.9, correct: true },
  { confidence: 0.4, label: 'refund', truth: 'fraud' },
];

test('a table, lines and an array are imported, named after their file', async () => {
  const table = file('labelled.csv', 'confidence,correct\n0.9,true\n0.4,false\n');
  const imported = await cli('calibration', 'import', table, ...where);
  assert.equal(imported.code, 0, imported.complained);
  assert.match(imported.printed, /^Imported 2 rows as "labelled\.csv", 1 of them wrong/);
  const lines = file('labelled.ndjson', rows.map((row) => JSON.stringify(row)).join('\n'));
  assert.equal((await cli('calibration', 'import', lines, ...where)).code, 0);
  const array = file('labelled.json', JSON.stringify(rows));
  const named = await cli('calibration', 'import', array, ...where, '--name', 'Gold', '--json');
  const { name, rows: count } = JSON.parse(named.printed) as { name: string; rows: number };
  assert.deepEqual([name, count], ['Gold', 2]);
});

test('bad rows are told with their numbers, and the command fails', async () => {
  const bad = file('bad.csv', 'confidence,correct\n0.9,true\n9,true\n0.4,perhaps\n');
  const { code, complained } = await cli('calibration', 'import', bad, ...where);
  assert.notEqual(code, 0);
  assert.match(complained, /2 rows are bad.*row 3: The confidence 9.*row 4: "correct" is "perhaps"/s);
});

test('what cannot be found or read is said in one sentence', async () => {
  const good = file('good.csv', 'confidence,correct\n0.9,true\n');
  const noModel = await cli('calibration', 'import', good, '--use-case', stage.slug, '--model', 'm-99');
  assert.match(noModel.complained, /has no model version "m-99"/);
  assert.match(
    (await cli('calibration', 'import', join(folder, 'none.csv'), ...where)).complained,
    /There is no file/,
  );
  const object = file('object.json', '{}');
  assert.deepEqual((await cli('calibration', 'import', object, ...where)).code, 2);
  assert.equal((await cli('calibration', 'import', good)).code, 2);
});

test('a report says in words what the labels say', async () => {
  const { code, printed } = await cli('calibration', 'report', ...where);
  assert.equal(code, 0);
  assert.match(printed, /labels\s+0, worth 0/);
  assert.match(printed, /There are no labels yet/);
  assert.match(printed, /no decisions of this model version/);
  const json = await cli('calibration', 'report', ...where, '--source', 'audited', '--json');
  assert.equal((JSON.parse(json.printed) as { source: string }).source, 'audited');
});
