import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicyDocument } from '../../../contract/policies.ts';
import type { Replay, ReplayResult } from '../../../contract/replays.ts';
import { wilson } from '../../../core/stats/wilson.ts';
import { sql } from '../../../db/sql.ts';
import { addTraffic } from '../../../testing/graded-traffic.ts';
import { near } from '../../../testing/near.ts';
import { publishDocument } from '../../../testing/publish-document.ts';
import { openStage } from '../../../testing/stage.ts';
import { openStageWork } from '../../../testing/stage-work.ts';
import { openColumnCache } from '../../segments/column-cache.ts';
import { mergeSegments } from '../../segments/merge-segments.ts';
import { type ReplayAsk, startReplay } from '../asking/start-replay.ts';
import { CannotReplay, executeReplay, type Progress } from './execute-replay.ts';

const hold = { kind: 'hold', dueSeconds: 900, timeout: { action: 'keep-holding' } } as const;
const release = { kind: 'release' } as const;

/** Lets through from a confidence on. */
function from(confidence: number): PolicyDocument {
  const sure = { name: 'Sure', when: `confidence >= ${confidence}`, route: release };
  return { rules: [sure], otherwise: hold, audit: { rate: 0.1 } };
}

/** The traffic names no rule, so what is released has to be what nothing else is said of. */
const live: PolicyDocument = {
  rules: [{ name: 'Doubtful', when: 'confidence < 0.6', route: hold }],
  otherwise: release,
  audit: { rate: 0.1 },
};

const stage = await openStage({ policy: live });
const { db, deps, useCaseId } = stage;
const { bringNews } = await openStageWork(stage);
// The real ones name their rule; these are put right where the rule is looked at.
await addTraffic(stage, { decisions: 3000, fromDaysAgo: 9, auditRate: 0.1, seed: 3, routedBelow: 0 });
await addTraffic(stage, { decisions: 500, fromDaysAgo: 4, auditRate: 0, stratum: 'never', routedBelow: 0 });
const now = deps.clock.now().getTime();
const tiny = { relative: 1e-12 };
const dayMs = 86_400_000;
const window = {
  from: new Date(now - 20 * dayMs).toISOString(),
  before: new Date(now + dayMs).toISOString(),
};

async function ask(change: Partial<ReplayAsk>): Promise<Replay> {
  const replay = await startReplay(deps, stage.owner, { useCaseId, ...window, ...change }, deps.clock.now());
  await bringNews();
  await db.run(
    sql`update replay set state = 'cancelled', ended_at = now() where replay_id = ${replay.replayId}`,
  );
  return replay;
}

async function execute(change: Partial<ReplayAsk>, cacheBytes = 0) {
  const { replayId } = await ask(change);
  const progress: Progress[] = [];
  const cache = cacheBytes === 0 ? null : openColumnCache(cacheBytes);
  const executed = await executeReplay(db, replayId, {
    cache,
    signal: new AbortController().signal,
    onProgress: (one) => progress.push(one),
  });
  return { ...executed, progress, cache };
}

type Counted = { decisions: number; graded: number; wrong: number };

/** The same from the rows themselves. */
async function counted(lowest: number, below: number, stratum: string): Promise<Counted> {
  const row = await db.row<Counted>(sql`
    select count(*)::integer as decisions, count(grade.decision_id)::integer as graded,
      (count(*) filter (where wrong))::integer as wrong
    from decision
    left join grade using (decision_id)
    where decision.use_case_id = ${useCaseId} and decision.stratum = ${stratum}
      and decision.confidence >= ${lowest} and decision.confidence < ${below}`);
  return row ?? assert.fail();
}

const total = async (change: Partial<ReplayAsk>) => (await execute(change)).result.total;

test('a stricter threshold avoids errors: N·k/n of the judged stratum, and the unjudged one is unknown', async () => {
  const { avoided, added, moved, released } = await total({ document: from(0.8) });
  const [judged, never] = [await counted(0, 0.8, 'rest'), await counted(0, 0.8, 'never')];
  assert.ok(judged.wrong > 10 && never.decisions > 100 && never.graded === 0);
  assert.equal(moved, judged.decisions + never.decisions);
  assert.deepEqual(
    [avoided.decisions, avoided.graded, avoided.wrong, avoided.unknown],
    [moved, judged.graded, judged.wrong, never.decisions],
  );
  const share = wilson(judged.wrong, judged.graded) ?? assert.fail();
  const left = Math.sqrt(1 - judged.graded / judged.decisions);
  const value = (judged.decisions * judged.wrong) / judged.graded;
  const estimate = avoided.errors ?? assert.fail();
  near(estimate.value, value, tiny);
  near(estimate.low, value - judged.decisions * left * (judged.wrong / judged.graded - share.low), tiny);
  near(estimate.high, value + judged.decisions * left * (share.high - judged.wrong / judged.graded), tiny);
  assert.deepEqual([added.decisions, added.errors], [0, null]);
  assert.equal(released.baseline.released - released.draft.released, moved);
});

test('what one version lets through beyond another is the same the other way round', async () => {
  const strict = await publishDocument(deps, stage.owner, { useCaseId, document: from(0.9) });
  const loose = await publishDocument(deps, stage.owner, { useCaseId, document: from(0.7) });
  await publishDocument(deps, stage.owner, { useCaseId, document: live });
  const forth = await total({ policyVersionId: loose.policyVersionId, baseline: strict.policyVersionId });
  const back = await total({ policyVersionId: strict.policyVersionId, baseline: loose.policyVersionId });
  assert.deepEqual(forth.added, back.avoided);
  assert.deepEqual(forth.draft, back.baseline);
  assert.deepEqual(forth.avoided, back.added);
  const between = [await counted(0.7, 0.9, 'rest'), await counted(0.7, 0.9, 'never')] as const;
  assert.equal(forth.added.decisions, between[0].decisions + between[1].decisions);
  assert.equal(forth.added.wrong, between[0].wrong);
  assert.equal(forth.moved, forth.added.decisions);
});

test('slices part the whole, and each is what its own rows say', async () => {
  const { result } = await execute({ document: from(0.8), sliceBy: 'metadata.country' });
  const names = result.slices.map(({ slice }) => slice);
  assert.deepEqual(names.toSorted(), ['DE', 'FR']);
  const sum = (of: (slice: ReplayResult['total']) => number) =>
    result.slices.reduce((all, slice) => all + of(slice), 0);
  assert.equal(
    sum(({ decisions }) => decisions),
    result.total.decisions,
  );
  assert.equal(
    sum(({ moved }) => moved),
    result.total.moved,
  );
  assert.equal(
    sum(({ avoided }) => avoided.wrong),
    result.total.avoided.wrong,
  );
  assert.equal(
    sum(({ draft }) => draft.tasks),
    result.total.draft.tasks,
  );
  const rows = await db.rows<{ slice: string; moved: number }>(sql`
    select metadata ->> 'country' as slice, (count(*) filter (where confidence < 0.8))::integer as moved
    from decision group by slice`);
  assert.deepEqual(
    new Map(result.slices.map(({ slice, moved }) => [slice, moved])),
    new Map(rows.map(({ slice, moved }) => [slice, moved])),
  );
});

test('what it answers does not depend on the cache, however small, nor on how rows lie in segments', async () => {
  const asked = { document: from(0.75), sliceBy: 'label' };
  const plain = await execute(asked);
  for (const cacheBytes of [300, 20_000, 10_000_000]) {
    const cached = await execute(asked, cacheBytes);
    assert.deepEqual(cached.result, plain.result);
    assert.deepEqual(cached.examples, plain.examples);
    assert.ok((cached.cache?.bytes() ?? 0) <= cacheBytes);
  }
  for (let day = 0; day < 34; day++) {
    await addTraffic(stage, { decisions: 5, fromDaysAgo: 40, toDaysAgo: 39, seed: day });
  }
  assert.ok((await mergeSegments(deps, deps.clock.now())) >= 32);
  const merged = await execute(asked);
  assert.deepEqual(merged.result, plain.result);
  assert.deepEqual(merged.examples, plain.examples);
});

test('progress only grows, and ends at what was counted, though segments reach over the window', async () => {
  const before = new Date(now - 3 * dayMs).toISOString();
  const { progress, result } = await execute({ document: from(0.8), before });
  const row = await db.row<{ count: number }>(sql`
    select count(*)::integer as count from decision
    where recorded_at >= ${window.from}::timestamptz and recorded_at < ${before}::timestamptz`);
  assert.deepEqual(progress.at(-1), { decisions: row?.count, total: row?.count });
  assert.equal(result.total.decisions, row?.count);
  for (const [index, { decisions, total: all }] of progress.entries()) {
    assert.ok(decisions <= all);
    assert.ok(decisions >= (progress[index - 1]?.decisions ?? 0));
  }
});

test('hours and cost of review follow from what is asked of people, at the pace that is given', async () => {
  const { result } = await execute({ document: from(0.8), secondsPerJudgement: 90, hourlyRate: 40 });
  const { work, total: all } = result;
  assert.equal(all.draft.judgements, all.draft.held + all.draft.sampled);
  near(work.draft.hours, (all.draft.judgements * 90) / 3600, tiny);
  near(work.draft.cost ?? 0, work.draft.hours * 40, tiny);
  assert.deepEqual([work.secondsPerJudgement, work.measuredJudgements], [90, 0]);
  const tasks = work.steps.reduce((sum, step) => sum + step.draft.tasks, 0);
  assert.equal(tasks, all.draft.tasks, 'every task is in a step');
  const assumed = await execute({ document: from(0.8) });
  assert.match(assumed.result.notes.join(' '), /Nobody has judged anything/);
});

test('called off in the middle it stops, and a replay that is gone is told', async () => {
  const { replayId } = await ask({ document: from(0.8) });
  const stop = new AbortController();
  let seen = 0;
  const executing = {
    cache: null,
    signal: stop.signal,
    onProgress: () => {
      seen += 1;
      stop.abort();
    },
  };
  await assert.rejects(executeReplay(db, replayId, executing), CannotReplay);
  assert.equal(seen, 1);
  await db.run(sql`delete from replay where replay_id = ${replayId}`);
  await assert.rejects(executeReplay(db, replayId, { ...executing, signal: new AbortController().signal }), {
    message: 'The replay is not there any more.',
  });
});
