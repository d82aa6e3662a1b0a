import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getReliability, type Reliability } from '../../../contract/calibration.ts';
import {
  importValidationSet,
  listValidationSets,
  removeValidationSet,
  type ValidationSet,
} from '../../../contract/validation-sets.ts';
import { sql } from '../../../db/sql.ts';
import { urlOf } from '../../../sdk/client.ts';
import { entriesWritten } from '../../../testing/review-desk.ts';
import { openStage } from '../../../testing/stage.ts';
import { openStageServer } from '../../../testing/stage-server.ts';

type Problem = {
  code: string;
  detail: string;
  todo: string;
  problems: { at: string; message: string }[];
  facts: Record<string, unknown>;
};

const stage = await openStage();
const server = await openStageServer(stage);
const owner = await server.person('policy-owner');
const params = { useCaseId: stage.useCaseId };
const { modelVersionId } = stage;
let names = 0;
function newNumber(): number {
  names += 1;
  return names;
}

async function send(type: string, payload: string | Buffer, name = `Set ${newNumber()}`) {
  const url = urlOf('', importValidationSet, { params, query: { modelVersionId, name } });
  const headers = { ...owner, 'content-type': type };
  const { status, body } = await server.send({ method: 'POST', url, headers, payload });
  return { status, set: body as ValidationSet, problem: body as Problem };
}
const csv = (text: string | Buffer, name?: string) => send('text/csv; charset=utf-8', text, name);
const lines = (rows: readonly unknown[]) =>
  send('application/x-ndjson', rows.map((row) => JSON.stringify(row)).join('\n'));

async function reliabilityOf({ validationSetId }: ValidationSet, more = {}) {
  const query = { modelVersionId, source: 'validation', validationSetId, ...more };
  const { body } = await server.call(getReliability, owner, { params, query });
  return body as Reliability & { code: string };
}

test('the same rows come as a table, as lines and as a list, and become the same set', async () => {
  const rows = [
    { confidence: 0.9, correct: true, metadata: { country: 'DE' } },
    { confidence: 0.125, label: 'refund', truth: 'fraud', metadata: { country: 'FR', amount: -3.5 } },
    { confidence: 1, correct: false },
  ];
  const text =
    'confidence,correct,label,truth,metadata.country,metadata.amount\n0.9,true,,,DE,\n0.125,,refund,fraud,FR,-3.5\n1,0,,,,\n';
  const sent = [await csv(text), await lines(rows), await send('application/json', JSON.stringify({ rows }))];
  for (const { status, set } of sent) {
    assert.equal(status, 201);
    assert.deepEqual(
      [set.rows, set.wrong, set.labels, set.metadataFields],
      [3, 2, true, ['amount', 'country']],
    );
    assert.equal(set.sha256, sent[0]?.set.sha256);
  }
  const report = await reliabilityOf(sent[0]!.set); // three were sent
  assert.deepEqual([report.labels.graded, report.labels.population, report.accuracy.value], [3, null, 1 / 3]);
  assert.deepEqual(
    report.values.map(({ confidence }) => confidence),
    [0.125, 0.9, 1],
  );
});

test('slices of a set go by its own metadata and labels', async () => {
  const { set } = await lines([
    { confidence: 0.9, correct: true, label: 'refund', metadata: { country: 'DE' } },
    { confidence: 0.8, correct: true, label: 'fraud', metadata: { country: 'FR' } },
    { confidence: 0.7, correct: true, label: 'fraud', metadata: {} },
  ]);
  assert.equal((await reliabilityOf(set, { sliceBy: 'metadata.country', slice: 'FR' })).labels.graded, 1);
  assert.equal((await reliabilityOf(set, { sliceBy: 'label', slice: 'fraud' })).labels.graded, 2);
  assert.equal((await reliabilityOf(set, { sliceBy: 'metadata.country', slice: 'XX' })).labels.graded, 0);
});

test('spreadsheets of other countries, byte order marks and quotes are read', async () => {
  const { status, set } = await csv(
    '\ufeff"confidence";"correct";metadata.country\r\n0.5;1;"D;E"\r\n\r\n"0.6";0;"a ""b"""\r\n',
  );
  assert.deepEqual([status, set.rows, set.wrong], [201, 2, 1]);
  assert.equal((await reliabilityOf(set, { sliceBy: 'metadata.country', slice: 'D;E' })).labels.graded, 1);
  assert.equal((await csv('confidence\tcorrect\n0.5\ttrue')).status, 201);
});

test('every bad row is named with its number, and none of them is taken', async () => {
  const { status, problem } = await csv(
    'confidence,correct,metadata.country\n0.9,true,DE\n1.2,true,DE\nhigh,true,DE\n0.9,perhaps,DE\n0.9,true\n"0.9\n",true,DE\n',
  );
  assert.deepEqual([status, problem.code], [422, 'validation-set.bad-rows']);
  assert.deepEqual(
    problem.problems.map(({ at }) => at),
    ['row 3', 'row 4', 'row 5', 'row 6'],
  );
  assert.equal(problem.facts.badRows, 4);
  const inLines = await lines([
    { confidence: 0.5 },
    { confidence: 0.5, correct: 'yes' },
    7,
    { confidence: 0.5, correct: true, planet: 1 },
  ]);
  assert.deepEqual(
    inLines.problem.problems.map(({ at }) => at),
    ['row 1', 'row 2', 'row 3', 'row 4'],
  );
  const contradicting = await lines([{ confidence: 0.5, correct: true, label: 'a', truth: 'b' }]);
  assert.match(contradicting.problem.problems[0]?.message ?? '', /"correct" says true, but the label/);
});

test('a thousand bad rows are shown, and all of them counted', async () => {
  const { problem } = await csv(`confidence,correct\n${'2,true\n'.repeat(3000)}`);
  assert.deepEqual([problem.problems.length, problem.facts.badRows], [1000, 3000]);
  assert.match(problem.detail, /3000 rows are bad/);
});

test('what is no table is refused with the line', async () => {
  for (const [text, why] of [
    ['', /empty/],
    ['confidence,corect\n1,1', /"corect" is unknown/],
    ['confidence,correct\n0.5,"true\n0.5,true\n', /cannot be read/],
    [`confidence,correct\n0.5,"${'x'.repeat(100_000)}"`, /longer than/],
    [Buffer.from([0x63, 0xff, 0xfe, 0x0a]), /not encoded as UTF-8/],
  ] as const) {
    const { status, problem } = await csv(text);
    assert.deepEqual([status, problem.code], [422, 'validation-set.unreadable'], String(why));
    assert.match(problem.detail, why);
  }
  assert.equal((await csv('confidence,correct\n')).problem.code, 'validation-set.empty');
  assert.equal((await lines([])).problem.code, 'validation-set.empty');
  assert.equal((await send('text/plain', 'x')).status, 415);
});

test('one name belongs to one set, and is free again once that is removed', async () => {
  const rows = 'confidence,correct\n0.5,1\n';
  const both = await Promise.all([csv(rows, 'Gold'), csv(rows, 'Gold')]);
  assert.deepEqual(both.map(({ status }) => status).sort(), [201, 409]);
  const { set } = both.find(({ status }) => status === 201)!; // one of the two
  assert.equal((await csv(rows, 'Gold')).problem.code, 'validation-set.name-taken');
  const removed = await server.call(removeValidationSet, owner, {
    params: { validationSetId: set.validationSetId },
  });
  assert.ok((removed.body as ValidationSet).removedAt);
  assert.equal((await csv(rows, 'Gold')).status, 201);
  const again = await server.call(removeValidationSet, owner, {
    params: { validationSetId: set.validationSetId },
  });
  assert.equal((again.body as Problem).code, 'validation-set.removed');
  assert.equal((await reliabilityOf(set)).code, 'calibration.bad-source');
  const left = await stage.db.row<{ rows: number }>(sql`
    select count(*) as rows from validation_chunk where validation_set_id = ${set.validationSetId}`);
  assert.equal(left?.rows, 0);
});

test('a set of another model version is not taken for this one', async () => {
  const { set } = await csv('confidence,correct\n0.5,1\n');
  const other = { modelVersionId: '01990000-0000-7000-8000-000000000000' };
  assert.equal((await reliabilityOf(set, other)).code, 'model.unknown');
});

test('the list pages newest first; imports and removals stand in the ledger, and only some may make them', async () => {
  const seen: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const query = { limit: 4, ...(cursor ? { cursor } : {}) };
    const { body } = await server.call(listValidationSets, owner, { params, query });
    const page = body as { items: ValidationSet[]; next: string | null };
    seen.push(...page.items.map(({ validationSetId }) => validationSetId));
    cursor = page.next;
  }
  assert.deepEqual(seen, [...seen].sort().reverse());
  const kinds = (await entriesWritten(stage.db)).map(({ kind }) => kind);
  assert.equal(kinds.filter((kind) => kind === 'validation-set.imported').length, seen.length);
  assert.equal(kinds.filter((kind) => kind === 'validation-set.removed').length, 1);
  const reviewer = await server.person('reviewer');
  const url = urlOf('', importValidationSet, { params, query: { modelVersionId, name: 'No' } });
  const headers = { ...reviewer, 'content-type': 'text/csv' };
  assert.equal((await server.send({ method: 'POST', url, headers, payload: 'confidence' })).status, 403);
});

test('an API key may import as well', async () => {
  const key = await server.key(['calibration:write']);
  const url = urlOf('', importValidationSet, { params, query: { modelVersionId, name: 'From CI' } });
  const headers = { ...key, 'content-type': 'text/csv' };
  const { status, body } = await server.send({
    method: 'POST',
    url,
    headers,
    payload: 'confidence,correct\n0.5,1',
  });
  assert.deepEqual([status, (body as ValidationSet).importedBy], [201, 'Key']);
});

test('a hundred thousand rows are taken at once', async () => {
  const text = `confidence,correct,metadata.country\n${'0.9312,true,DE\n0.8,false,FR\n'.repeat(50_000)}`;
  const { status, set } = await csv(text);
  assert.deepEqual([status, set.rows], [201, 100_000]);
  assert.equal((await reliabilityOf(set)).labels.graded, 100_000);
});

test('more bytes than are taken are refused before all of them are read', async () => {
  const { status, problem } = await send('application/x-ndjson', Buffer.alloc(65 * 1024 * 1024, 'x'));
  assert.deepEqual([status, problem.code], [413, 'validation-set.too-large']);
});
