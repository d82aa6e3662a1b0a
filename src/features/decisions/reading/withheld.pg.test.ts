// What a blind task hides from reviewers is hidden wherever they look.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Static } from 'typebox';
import { type DecisionDetail, getDecision, listDecisions } from '../../../contract/decisions.ts';
import type { AnswerOf } from '../../../contract/endpoint.ts';
import { getReceipt, listEntriesAbout, logTile } from '../../../contract/ledger.ts';
import type { PolicyDocument } from '../../../contract/policies.ts';
import { integrateAll } from '../../../testing/ledger.ts';
import { openStage } from '../../../testing/stage.ts';
import { openStageServer } from '../../../testing/stage-server.ts';
import { openStageWork } from '../../../testing/stage-work.ts';

type Detail = Static<typeof DecisionDetail>;
type List = AnswerOf<typeof listDecisions>;
type About = AnswerOf<typeof listEntriesAbout>;

const people = { dueSeconds: 60, timeout: { action: 'keep-holding' }, meanwhile: 'hold' } as const;
const policy: PolicyDocument = {
  rules: [
    {
      name: 'Doubtful',
      when: 'confidence < 0.4',
      route: { kind: 'consensus', judgements: { least: 2, most: 3 }, blind: true, ...people },
    },
    {
      name: 'Several',
      when: 'confidence < 0.7',
      route: { kind: 'consensus', judgements: { least: 2, most: 3 }, ...people },
    },
  ],
  otherwise: { kind: 'release' },
  audit: { rate: 0, strata: [{ name: 'doubtful', when: 'confidence < 0.4', rate: 0.5 }] },
};
const stage = await openStage({ policy });
const { submit, judge, bringNews } = await openStageWork(stage);
const server = await openStageServer(stage);
const reviewer = await server.person('reviewer');
const expert = await server.person('expert');
const overseers = [
  await server.person('policy-owner'),
  await server.person('auditor'),
  await server.person('admin'),
  await server.person('reviewer', 'policy-owner'),
  await server.key(),
];

const blind = await submit({ confidence: 0.3141, probabilities: { refund: 0.3141, fraud: 0.2 } });
const several = await submit({ confidence: 0.6 });
await judge(blind.taskId, { kind: 'choose', output: 'fraud', comment: 'surely' });
await judge(several.taskId, { kind: 'reject' });
await integrateAll(stage.db);

async function read({ decisionId }: typeof blind, by: typeof reviewer): Promise<Detail> {
  const answer = await server.call(getDecision, by, { params: { decisionId } });
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}

async function list(query: object, by: typeof reviewer): Promise<List['items']> {
  const answer = await server.call(listDecisions, by, { query: { ...query } });
  assert.equal(answer.status, 200, answer.text);
  return (answer.body as List).items;
}

async function about({ decisionId }: typeof blind, by: typeof reviewer): Promise<About['items']> {
  const params = { subjectId: decisionId };
  return ((await server.call(listEntriesAbout, by, { params })).body as About).items;
}

test('the page of a decision that is judged blind tells reviewers and experts neither output nor opinions', async () => {
  for (const by of [reviewer, expert]) {
    const detail = await read(blind, by);
    assert.deepEqual([detail.withheld, detail.outputWithheld, detail.verdictsWithheld], [true, true, true]);
    assert.deepEqual(detail.payload, { input: { text: 'Where is my money?' }, output: null });
    const text = JSON.stringify(detail);
    for (const hidden of ['0.3141', 'fraud', 'Doubtful', 'doubtful', 'surely', 'verdict.', '"refund"'])
      assert.ok(!text.includes(hidden), `${hidden} is told: ${text}`);
  }
});

test('who oversees judges is told everything, and so is a machine', async () => {
  for (const by of overseers) {
    const detail = await read(blind, by);
    assert.deepEqual([detail.confidence, detail.label, detail.ruleName], [0.3141, 'refund', 'Doubtful']);
    assert.ok(detail.timeline.some(({ kind }) => kind === 'verdict.given'));
    assert.equal((await list({ label: 'refund' }, by)).length, 2);
  }
});

test('the list tells no class and no confidence, and no filter by these finds it', async () => {
  const row = (await list({}, reviewer)).find(({ decisionId }) => decisionId === blind.decisionId);
  assert.deepEqual([row?.label, row?.confidence, row?.withheld], [null, null, true]);
  for (const filter of [{ label: 'refund' }, { confidenceFrom: 0.1 }, { confidenceBelow: 0.9 }]) {
    const found = (await list(filter, reviewer)).map(({ decisionId }) => decisionId);
    assert.deepEqual(found, [several.decisionId], JSON.stringify(filter));
  }
});

test('the ledger tells no verdict to who could be asked, by subject, by receipt or by bundle', async () => {
  const all = await about(blind, overseers[1] ?? assert.fail());
  const given = all.find(({ kind }) => kind === 'verdict.given') ?? assert.fail();
  assert.deepEqual(await about(blind, reviewer), []);
  const receipt = await server.call(getReceipt, reviewer, { params: { entryId: given.entryId } });
  assert.deepEqual([receipt.status, (receipt.body as { code: string }).code], [403, 'receipt.withheld']);
  const bundle = await server.call(logTile, reviewer, { params: { '*': 'entries/000' } });
  assert.deepEqual([bundle.status, (bundle.body as { code: string }).code], [403, 'log.entries-withheld']);
  const hashes = await server.call(logTile, reviewer, { params: { '*': '0/000' } });
  assert.notEqual(hashes.status, 403, 'the tree itself tells nothing');
});

test('where several judge openly, the output is shown and what others say is not', async () => {
  const detail = await read(several, reviewer);
  assert.deepEqual([detail.label, detail.confidence, detail.ruleName], ['refund', 0.6, 'Several']);
  assert.deepEqual(
    detail.timeline.map(({ kind }) => kind),
    ['decision.recorded'],
  );
  assert.deepEqual(await about(several, reviewer), []);
});

test('when the task has ended everything is told', async () => {
  await judge(blind.taskId, { kind: 'choose', output: 'fraud' });
  stage.moveClock(60_000);
  await bringNews();
  const detail = await read(blind, reviewer);
  assert.deepEqual([detail.label, detail.confidence, detail.state], ['refund', 0.3141, 'edited']);
  assert.deepEqual([detail.withheld, detail.outputWithheld, detail.verdictsWithheld], [false, false, false]);
  assert.equal(detail.timeline.filter(({ kind }) => kind === 'verdict.given').length, 2);
  assert.ok((await about(blind, reviewer)).length > 3);
  assert.equal((await list({ label: 'refund' }, reviewer)).length, 2);
});
