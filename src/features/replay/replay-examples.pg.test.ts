import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NewDecision } from '../../contract/decisions.ts';
import type { PolicyDocument } from '../../contract/policies.ts';
import { sql } from '../../db/sql.ts';
import { publishDocument } from '../../testing/publish-document.ts';
import { openStage, stagePolicy } from '../../testing/stage.ts';
import { openStageWork } from '../../testing/stage-work.ts';
import { type ReplayAsk, startReplay } from './asking/start-replay.ts';
import { endReplay } from './end-replay.ts';
import { replayExamples } from './queries.ts';
import { executeReplay } from './running/execute-replay.ts';

const stage = await openStage();
const { db, deps, useCaseId } = stage;
const { submit, judge, bringNews } = await openStageWork(stage);
const now = deps.clock.now().getTime();
const window = {
  from: new Date(now - 3_600_000).toISOString(),
  before: new Date(now + 3_600_000).toISOString(),
};
const actor = { kind: 'system', duty: 'test' } as const;

/** Runs a replay as the background does, in this process. */
async function replayed(change: Partial<ReplayAsk>): Promise<string> {
  const ask = { useCaseId, ...window, ...change };
  const { replayId } = await startReplay(deps, stage.owner, ask, deps.clock.now());
  await bringNews();
  await db.run(sql`update replay set state = 'running' where replay_id = ${replayId}`);
  const signal = new AbortController().signal;
  const executed = await executeReplay(db, replayId, { cache: null, signal, onProgress: () => undefined });
  await db.atomically((tx) =>
    endReplay(tx, { replayId, event: 'finish', actor, at: deps.clock.now(), ...executed }),
  );
  return replayId;
}

const decide = (change: Partial<NewDecision>, count: number) =>
  Promise.all(Array.from({ length: count }, () => submit(change)));

/** The rules of the stage under other names, and everything one step stricter. */
const renamed: PolicyDocument = {
  ...stagePolicy,
  rules: [
    { name: 'Very sure', when: 'confidence >= 0.95', route: { kind: 'release' } },
    {
      name: 'Abroad',
      when: 'metadata.country != "DE"',
      route: { kind: 'release-and-review', dueSeconds: 60 },
    },
  ],
};

test('before it has ended well a replay has no examples, and then each is named in words', async () => {
  const [sure] = await decide({ confidence: 0.9, metadata: { country: 'FR' } }, 1);
  const [unclear] = await decide({ confidence: 0.9 }, 1);
  const ask = { useCaseId, ...window, document: renamed };
  const waiting = await startReplay(deps, stage.owner, ask, deps.clock.now());
  assert.deepEqual(await replayExamples(db, waiting.replayId, {}), { examples: [] });
  const replayId = await replayed({ document: renamed, sliceBy: 'metadata.country' });
  const { examples } = await replayExamples(db, replayId, {});
  const seen = new Map(examples.map((example) => [example.decisionId, example]));
  assert.equal(seen.size, 2);
  const one = seen.get(sure?.decisionId ?? '');
  assert.deepEqual(
    [one?.slice, one?.baseline, one?.draft, one?.model, one?.label, one?.confidence, one?.grade],
    [
      'FR',
      { route: 'release', rule: 'Confident enough', failure: null },
      { route: 'release-and-review', rule: 'Abroad', failure: null },
      ...['m-1', 'refund', 0.9, null],
    ],
  );
  const other = seen.get(unclear?.decisionId ?? '');
  assert.deepEqual([other?.slice, other?.draft.route, other?.draft.rule], [null, 'hold', null]);
  assert.match(other?.draft.failure ?? '', /country/, 'the field is missing: it says which one');
  const row = await db.row<{ recorded_at: Date }>(sql`
    select recorded_at from decision where decision_id = ${sure?.decisionId}`);
  assert.equal(one?.recordedAt, row?.recorded_at.toISOString());
});

test('twenty of each kind of change are kept, the same ones whenever it is replayed, and asked for by kind', async () => {
  await decide({ confidence: 0.88, metadata: { country: 'FR' } }, 40);
  await decide({ confidence: 0.75, metadata: { country: 'DE' } }, 30);
  await decide({ confidence: 0.1, metadata: { country: 'FR' } }, 3);
  const document = renamed;
  const first = (await replayExamples(db, await replayed({ document }), {})).examples;
  const again = (await replayExamples(db, await replayed({ document }), {})).examples;
  assert.deepEqual(again, first);
  const kinds = Map.groupBy(first, ({ baseline, draft }) => `${baseline.route} ${draft.route}`);
  assert.deepEqual(
    new Map([...kinds].map(([kind, of]) => [kind, of.length])),
    new Map([
      ['release hold', 1],
      ['release release-and-review', 20],
      ['hold release-and-review', 3],
      ['release-and-review hold', 20],
    ]),
  );
  const replayId = await replayed({ document });
  for (const [filter, count] of [
    [{ from: 'release' }, 21],
    [{ to: 'release-and-review' }, 23],
    [{ from: 'hold', to: 'release-and-review' }, 3],
    [{ from: 'release', to: 'release' }, 0],
    [{ to: 'consensus' }, 0],
  ] as const)
    assert.equal((await replayExamples(db, replayId, filter)).examples.length, count);
});

test('what people have judged is said with the example', async () => {
  const [right, wrong] = await decide({ confidence: 0.72, metadata: { country: 'DE' }, label: 'other' }, 2);
  await judge(right?.taskId ?? null, { kind: 'approve' });
  await judge(wrong?.taskId ?? null, { kind: 'reject', reasonCodes: ['wrong-class'] });
  await bringNews();
  const document: PolicyDocument = {
    ...stagePolicy,
    rules: [{ name: 'Others', when: 'label == "other"', route: { kind: 'release' } }, ...stagePolicy.rules],
  };
  const { examples } = await replayExamples(db, await replayed({ document }), {});
  assert.deepEqual(
    new Map(examples.map(({ decisionId, grade }) => [decisionId, grade])),
    new Map([
      [right?.decisionId, 'right'],
      [wrong?.decisionId, 'wrong'],
    ]),
  );
  assert.deepEqual(new Set(examples.map(({ baseline }) => baseline.rule)), new Set(['Fair']));
});

test('recorded under several versions, each example names the rule of its own; beside a version, of that one', async () => {
  const calm: PolicyDocument = {
    ...stagePolicy,
    rules: [{ name: 'From the second version', when: 'confidence >= 0.5', route: { kind: 'release' } }],
  };
  const second = await publishDocument(deps, stage.owner, { useCaseId, document: calm });
  const from = deps.clock.now().toISOString();
  const [late] = await decide({ confidence: 0.9, metadata: { amount: 1 } }, 1);
  const document: PolicyDocument = { ...stagePolicy, rules: [] };
  const all = await replayExamples(db, await replayed({ document }), { from: 'release' });
  assert.ok(all.examples.some(({ baseline }) => baseline.rule === 'Confident enough'));
  const newest = await replayExamples(db, await replayed({ document, from, sliceBy: 'metadata.amount' }), {});
  assert.deepEqual(
    newest.examples.map(({ decisionId, baseline, slice }) => [decisionId, baseline.rule, slice]),
    [[late?.decisionId, 'From the second version', '1 to 10']],
  );
  const beside = await replayExamples(db, await replayed({ document, baseline: second.policyVersionId }), {});
  assert.deepEqual(
    new Set(beside.examples.map(({ baseline }) => baseline.rule)),
    new Set(['From the second version']),
  );
});

test('ending a replay that has ended, or was never begun, changes nothing and is not told twice', async () => {
  const ended = await replayed({ document: renamed });
  const waiting = await startReplay(
    deps,
    stage.owner,
    { useCaseId, ...window, document: renamed },
    deps.clock.now(),
  );
  const count = () =>
    db.row<{ commits: number }>(sql`select count(*)::integer as commits from ledger_commit`);
  const before = await count();
  const ending = { actor, at: deps.clock.now(), because: 'no reason' };
  for (const [replayId, event] of [
    [ended, 'fail'],
    [ended, 'cancel'],
    [waiting.replayId, 'fail'],
    [waiting.replayId, 'finish'],
    [useCaseId, 'cancel'],
  ] as const)
    assert.equal(await db.atomically((tx) => endReplay(tx, { ...ending, replayId, event })), false);
  assert.deepEqual(await count(), before);
});
