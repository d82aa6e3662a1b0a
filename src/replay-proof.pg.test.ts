// A hundred thousand decisions of all patterns through the real recording path, and every route repeated from segments.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NewDecision } from './contract/decisions.ts';
import type { PolicyDocument } from './contract/policies.ts';
import { openReplay, type ReplayNotes } from './core/replay/replay.ts';
import { totalOf } from './core/replay/result.ts';
import { openRandom } from './core/stats/random.ts';
import { sql } from './db/sql.ts';
import { openIngest } from './features/decisions/recording/ingest.ts';
import { takeIn } from './features/decisions/recording/submission.ts';
import { runReactions } from './features/ledger/reacting/react.ts';
import { changeModelState } from './features/models/change-model-state.ts';
import { registerModelVersion } from './features/models/register-model-version.ts';
import { loadPlan } from './features/replay/running/load-plan.ts';
import { openExtras } from './features/replay/running/segment-extras.ts';
import { segmentReactions } from './features/segments/jobs.ts';
import { mergeSegments } from './features/segments/merge-segments.ts';
import { readColumns } from './features/segments/read-columns.ts';
import { issueStandingApproval } from './features/standing-approvals/issue-standing-approval.ts';
import { bumpRoutingEpoch } from './features/use-cases/bump-routing-epoch.ts';
import { integrateAll, openTestLog } from './testing/ledger.ts';
import { publishDocument } from './testing/publish-document.ts';
import { openStage } from './testing/stage.ts';

const decisionsInAll = 100_000;
const phases = 5;
const perBatch = 250;

const hold = { kind: 'hold', dueSeconds: 600, timeout: { action: 'keep-holding' } } as const;
const review = { kind: 'release-and-review', dueSeconds: 3600 } as const;

/** All patterns at once; "Dear" and the stratum "abroad" cannot be evaluated where a field is missing. */
const first: PolicyDocument = {
  thresholds: [
    { name: 'confident', value: 0.7, bySlice: { by: 'label', values: { fraud: 0.9 } } },
    { name: 'costly', value: 2.5, bySlice: { by: 'metadata.country', values: { DE: 1.5, FR: 3.5 } } },
  ],
  calibration: { 'm-1': { map: 1, bySlice: { by: 'metadata.country', values: { FR: 2 } } } },
  rules: [
    { name: 'Crowded', when: 'backlog.tier1 > 2000 && confidence < 0.4', route: hold },
    { name: 'Watched', when: 'modelState == "probation" && confidence < 0.8', route: review },
    { name: 'Costly', when: 'expectedImpact > thresholds.costly', route: hold },
    {
      name: 'Together',
      when: 'has(metadata.amount) && metadata.amount > 900.0',
      route: {
        ...review,
        kind: 'consensus',
        meanwhile: 'release',
        judgements: { least: 2, most: 3 },
        timeout: hold.timeout,
      },
    },
    { name: 'Later', when: 'now.getHours() >= 0 && model == "m-3"', route: hold },
    { name: 'Listed', when: '"other" in probabilities && probabilities["other"] > 0.8', route: review },
    { name: 'Dear', when: 'metadata.amount * 2.0 > 1500.0 || confidence < 0.05', route: hold },
    { name: 'Confident', when: 'calibrated >= thresholds.confident', route: { kind: 'release' } },
  ],
  otherwise: review,
  audit: {
    rate: 0.05,
    floor: 0.01,
    strata: [
      { name: 'abroad', when: 'has(metadata.country) && metadata.country != "DE"', rate: 0.2 },
      { name: 'fraud', when: 'label == "fraud"', rate: 1 },
    ],
  },
  overload: {
    limits: [{ tier: 1, backlog: 1_000_000 }],
    everySeconds: 3600,
    steps: [
      { action: 'sample-less', factor: 0.25 },
      { action: 'set-threshold', threshold: 'confident', value: 0.5 },
      { action: 'hold-reviews' },
      { action: 'safe-output', output: 'other' },
    ],
  },
};
const second: PolicyDocument = {
  ...first,
  rules: first.rules.filter(({ name }) => name !== 'Together'),
  audit: { rate: 0.1 },
};

const stage = await openStage();
const { db, deps, useCaseId } = stage;
const random = openRandom(7);
const ingest = openIngest(deps);

function decision(change: Partial<NewDecision> = {}): NewDecision {
  const label = ['refund', 'fraud', 'other'][random.integer(3)] ?? 'other';
  const confidence = random.integer(4) === 0 ? random.uniform() : random.integer(100) / 100;
  return {
    useCase: stage.slug,
    model: stage.model,
    input: 'Where is my money?',
    output: label,
    label,
    confidence,
    ...(random.integer(2) === 0
      ? {
          probabilities: {
            [label]: confidence,
            ...(label === 'other' ? {} : { other: (1 - confidence) / 2 }),
          },
        }
      : null),
    metadata: {
      ...(random.integer(10) > 0 ? { country: ['DE', 'FR', 'US'][random.integer(3)] ?? 'DE' } : null),
      ...(random.integer(10) > 0 ? { amount: random.integer(100_000) / 100 } : null),
    },
    ...change,
  };
}

async function record(count: number, change: Partial<NewDecision> = {}): Promise<string[]> {
  const ids: string[] = [];
  for (let made = 0; made < count; made += perBatch * 4) {
    const groups = Array.from({ length: Math.min(4, Math.ceil((count - made) / perBatch)) }, () =>
      Array.from({ length: perBatch }, () => {
        const given = decision(change);
        const from = { actor: stage.service, atMs: deps.clock.now().getTime(), limitBytes: 10_000 };
        const taken = takeIn(given, Buffer.from(JSON.stringify(given)), from);
        assert.ok(!(taken instanceof Error));
        return taken;
      }),
    );
    const answers = await Promise.all(groups.map((group) => ingest.submit(group)));
    for (const answer of answers.flat()) {
      assert.ok(answer.ok, answer.ok ? '' : String(answer.error));
      ids.push(answer.answer.decisionId);
    }
  }
  return ids;
}

async function takeOverload(policyVersionId: string, steps: number): Promise<void> {
  const at = deps.clock.now();
  await db.atomically(async (tx) => {
    await bumpRoutingEpoch(tx);
    await tx.run(sql`
      insert into overload_state (use_case_id, policy_version_id, steps, since, changed_at)
      values (${useCaseId}, ${policyVersionId}, ${steps}, ${at}, ${at})
      on conflict (use_case_id) do update set steps = excluded.steps`);
  });
}

async function addMap(number: number, temperature: number): Promise<void> {
  await db.atomically(async (tx) => {
    await bumpRoutingEpoch(tx);
    await tx.run(sql`
      insert into calibration_map (calibration_map_id, use_case_id, number, model_version_id, method, parameters, source,
        fit, proposed_by, proposed_at, commit_id, entry_index)
      values (gen_random_uuid(), ${useCaseId}, ${number}, ${stage.modelVersionId}, 'temperature',
        ${JSON.stringify({ method: 'temperature', temperature })}, 'audited', '{}', ${stage.owner.personId}, now(),
        gen_random_uuid(), 0)`);
  });
}

/** What a document comes to over everything recorded, and what the notes say of its own decisions. */
async function replay(
  document: PolicyDocument,
): Promise<{ notes: ReplayNotes; moved: number; total: number }> {
  const window = { useCaseId, fromMs: 0, beforeMs: 1e14 };
  const replaying = openReplay(
    await loadPlan(db, {
      ...window,
      document,
      baseline: null,
      sliceBy: null,
      fromMs: Date.now() - 3_600_000,
      beforeMs: Date.now() + 3_600_000,
    }),
  );
  const withExtras = openExtras(db, useCaseId);
  for await (const rows of readColumns(db, { ...window, columns: replaying.columns }))
    replaying.add(await withExtras(rows));
  const tallies = replaying.tallies();
  const { moved, decisions } = totalOf(tallies);
  return { notes: tallies.notes, moved, total: decisions };
}

test('the published policies, replayed over what they routed, repeat every route, rule, stratum and draw', async (t) => {
  await openTestLog(db);
  await addMap(1, 1.3);
  await addMap(2, 0.6);
  const { policyVersionId } = await publishDocument(deps, stage.owner, { useCaseId, document: first });
  const startedMs = performance.now();
  const perPhase = decisionsInAll / phases;
  const lives = await record(perPhase);
  await issueStandingApproval(
    deps,
    stage.owner,
    {
      useCaseId,
      reason: 'Refunds of the day',
      scope: 'label == "refund" && has(metadata.country) && metadata.country == "FR"',
      expiresAt: new Date(deps.clock.now().getTime() + 3_600_000).toISOString(),
    },
    deps.clock.now(),
  );
  await record(perPhase);
  await takeOverload(policyVersionId, 2);
  await record(perPhase / 2);
  await takeOverload(policyVersionId, 4);
  await record(perPhase / 2);
  const probation = { modelVersionId: stage.modelVersionId, state: 'probation' } as const;
  await changeModelState(deps, stage.owner, probation, deps.clock.now());
  await record(perPhase);
  await publishDocument(deps, stage.owner, { useCaseId, document: second });
  const shadow = { useCaseId, name: 'm-2', description: '' };
  const model = await registerModelVersion(deps, stage.owner, shadow, deps.clock.now());
  await changeModelState(
    deps,
    stage.owner,
    { modelVersionId: model.modelVersionId, state: 'shadow' },
    deps.clock.now(),
  );
  await record(perPhase - 1000);
  await record(1000, { model: 'm-2', pairedWith: lives[0] ?? '' });
  t.diagnostic(`recorded in ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
  await integrateAll(db);
  while (await runReactions(deps, segmentReactions(deps)));
  await mergeSegments(deps, deps.clock.now());
  t.diagnostic(`in segments after ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);

  const seen = await db.rows<{ what: string }>(sql`
    select distinct route || coalesce(' ' || left(reason, 11), '') || coalesce(' approval ' || (standing_approval_id is not null), '')
      || case when inclusion_probability = 0 then ' defaulted' else '' end as what
    from decision where use_case_id = ${useCaseId}`);
  t.diagnostic(
    seen
      .map(({ what }) => what)
      .sort()
      .join(', '),
  );
  const rows = await db.rows<{ version: number; live: number }>(sql`
    select version, count(*) filter (where route <> 'shadow')::integer as live
    from decision join policy_version using (policy_version_id)
    group by version order by version`);
  const [one, two] = [await replay(first), await replay(second)];
  t.diagnostic(`replayed twice after ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
  assert.deepEqual(
    rows.map(({ live }) => live),
    [perPhase * 4, perPhase - 1000],
  );
  assert.deepEqual([one.notes.own, one.notes.ownDiffering], [perPhase * 4, 0]);
  assert.deepEqual([two.notes.own, two.notes.ownDiffering], [perPhase - 1000, 0]);
  for (const { notes, total } of [one, two])
    assert.deepEqual([notes.shadowed, total], [1000, decisionsInAll - 1000]);
  assert.ok(one.moved > 0 && two.moved > 0, 'each moves what the other one had routed');
});
