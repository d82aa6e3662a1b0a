import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NewDecision } from '../../../contract/decisions.ts';
import type { PolicyDocument } from '../../../contract/policies.ts';
import { sql } from '../../../db/sql.ts';
import { integrateAll } from '../../../testing/ledger.ts';
import { publishDocument } from '../../../testing/publish-document.ts';
import { openStage, stagePolicy } from '../../../testing/stage.ts';
import { openStageWork } from '../../../testing/stage-work.ts';
import { runReactions } from '../../ledger/reacting/react.ts';
import type { Reaction } from '../../ledger/reactions.ts';
import { changeModelState } from '../../models/change-model-state.ts';
import { registerModelVersion } from '../../models/register-model-version.ts';
import { issueStandingApproval } from '../../standing-approvals/issue-standing-approval.ts';
import { endShadow } from './end-shadow.ts';
import { openShadowReaction, shadowNews } from './evaluate-shadows.ts';
import { compareShadow } from './queries.ts';
import { startShadow } from './start-shadow.ts';

const policy: PolicyDocument = {
  ...stagePolicy,
  thresholds: [{ name: 'confident', value: 0.85 }],
  rules: stagePolicy.rules.map((rule) =>
    rule.name === 'Confident enough' ? { ...rule, when: 'confidence >= thresholds.confident' } : rule,
  ),
};
const stage = await openStage({ policy });
const { db, deps, useCaseId } = stage;
const { submit } = await openStageWork(stage);
const hourMs = 3_600_000;

/** As a process has it that has just been started. */
function reaction(react = openShadowReaction()): Reaction {
  return { name: 'evaluate-shadows', kinds: shadowNews, react };
}

async function hear(one: Reaction = reaction()): Promise<void> {
  await integrateAll(db);
  for (let before = -1, now = 0; now > before; [before, now] = [now, await position()])
    await runReactions(deps, [one]);
}

async function position(): Promise<number> {
  const row = await db.row<{ position: number }>(
    sql`select position from ledger_cursor where reaction = 'evaluate-shadows'`,
  );
  return row?.position ?? 0;
}

async function start(what: Partial<Parameters<typeof startShadow>[2]>): Promise<string> {
  const ask = { useCaseId, name: 'Try', ...what };
  return (await startShadow(deps, stage.owner, ask, deps.clock.now())).shadowId;
}

const end = (shadowId: string) => endShadow(deps, stage.owner, shadowId, deps.clock.now());
const compare = (shadowId: string, span: { from?: string; before?: string } = {}) =>
  compareShadow(db, shadowId, span);

async function decide(change: Partial<NewDecision>, count = 1): Promise<string[]> {
  const made = await Promise.all(Array.from({ length: count }, () => submit(change)));
  return made.map(({ decisionId }) => decisionId);
}

test('a reaction that fails after it has counted has counted nothing, and counts once when it is tried again', async () => {
  const shadowId = await start({ thresholds: { confident: 0.92 } });
  await decide({ confidence: 0.9 }, 7);
  await hear(
    reaction(async (tx, entries) => {
      await openShadowReaction()(tx, entries);
      throw new Error('the process is killed');
    }),
  );
  assert.equal((await compare(shadowId)).total.decisions, 0);
  stage.moveClock(60_000);
  await hear();
  await hear();
  const { total, examples } = await compare(shadowId);
  assert.deepEqual([total.decisions, total.moved, examples.length], [7, 7, 7]);
  assert.ok(examples.every(({ label, confidence }) => label === 'refund' && confidence === 0.9));
  await end(shadowId);
});

test('what is counted goes by the hour it was recorded in, and a span takes whole hours', async () => {
  const shadowId = await start({ thresholds: { confident: 0.92 } });
  const moments: number[] = [];
  for (const count of [3, 2, 4]) {
    moments.push(deps.clock.now().getTime());
    await decide({ confidence: 0.9 }, count);
    await decide({ confidence: 0.99 });
    stage.moveClock(hourMs);
  }
  await hear();
  const { hours } = await compare(shadowId);
  assert.deepEqual(
    hours.map(({ decisions, moved }) => [decisions, moved]),
    [
      [4, 3],
      [3, 2],
      [5, 4],
    ],
  );
  for (const [place, { hour }] of hours.entries())
    assert.equal(Date.parse(hour), Math.floor((moments[place] ?? 0) / hourMs) * hourMs);
  const rows = await db.rows<{ decisions: number }>(sql`
    select count(*)::integer as decisions from decision
    where recorded_at >= ${new Date(moments[0] ?? 0)}
    group by date_trunc('hour', recorded_at) order by date_trunc('hour', recorded_at)`);
  assert.deepEqual(
    rows.map(({ decisions }) => decisions),
    hours.map(({ decisions }) => decisions),
  );
  const middle = { from: new Date(moments[1] ?? 0).toISOString(), before: hours[2]?.hour ?? '' };
  const { total } = await compare(shadowId, middle);
  assert.deepEqual([total.decisions, total.moved], [3, 2]);
  const none = await compare(shadowId, { before: hours[0]?.hour ?? '' });
  assert.deepEqual([none.total.decisions, none.hours], [0, []]);
  await end(shadowId);
});

test('slices, routes and totals add up to each other', async () => {
  const shadowId = await start({
    document: { ...policy, rules: policy.rules.slice(1) },
    sliceBy: 'metadata.amount',
  });
  const given: [Partial<NewDecision>, number][] = [
    [{ label: 'fraud', confidence: 0.9, metadata: { amount: 250 } }, 4],
    [{ label: 'fraud', confidence: 0.75, metadata: { amount: 3 } }, 2],
    [{ confidence: 0.9, metadata: { amount: 260 } }, 3],
    [{ confidence: 0.2 }, 1],
  ];
  for (const [change, count] of given) await decide(change, count);
  await hear();
  const { total, slices } = await compare(shadowId);
  assert.deepEqual(
    slices.map(({ slice, decisions, moved }) => [slice, decisions, moved]),
    [
      ['100 to 1000', 7, 4],
      ['1 to 10', 2, 2],
      [null, 1, 0],
    ],
  );
  assert.deepEqual(total.transitions, [
    { from: 'hold', to: 'release', decisions: 4 },
    { from: 'release', to: 'release', decisions: 3 },
    { from: 'hold', to: 'release-and-review', decisions: 2 },
    { from: 'hold', to: 'hold', decisions: 1 },
  ]);
  assert.equal(total.decisions, 10);
  await end(shadowId);
});

test('several shadows see the same decisions, and one that ended sees no more', async () => {
  const [mild, harsh] = [
    await start({ thresholds: { confident: 0.89 } }),
    await start({ thresholds: { confident: 0.95 } }),
  ];
  await decide({ confidence: 0.9 }, 2);
  await hear();
  await end(mild);
  await decide({ confidence: 0.9 }, 2);
  await hear();
  const [one, two] = [await compare(mild), await compare(harsh)];
  assert.deepEqual([one.total.decisions, one.total.moved], [2, 0]);
  assert.deepEqual([two.total.decisions, two.total.moved], [4, 4]);
  await end(harsh);
});

test('what was recorded before the end and is heard of after it is counted, and until then it is being finished', async () => {
  const shadowId = await start({ thresholds: { confident: 0.92 } });
  await decide({ confidence: 0.9 }, 3);
  assert.equal((await end(shadowId)).state, 'being-finished');
  await decide({ confidence: 0.9 }, 5);
  await assert.rejects(end(shadowId), { code: 'shadow.ended' });
  assert.deepEqual([(await compare(shadowId)).total.decisions], [0], 'nothing has been heard of yet');
  await hear();
  const { total, shadow } = await compare(shadowId);
  assert.deepEqual([total.decisions, total.moved, shadow.state], [3, 3, 'ended']);
});

test('a cursor that is set back, or lost, counts nothing twice', async () => {
  const [early, late] = [
    await start({ thresholds: { confident: 0.92 } }),
    await start({ thresholds: { confident: 0.95 } }),
  ];
  await decide({ confidence: 0.9 }, 4);
  await hear();
  await end(early);
  await hear();
  for (const again of [sql`update ledger_cursor set position = 0`, sql`delete from ledger_cursor`]) {
    await db.run(again);
    await decide({ confidence: 0.9 });
    await hear();
  }
  const [one, two] = [await compare(early), await compare(late)];
  assert.deepEqual([one.total.decisions, one.shadow.state], [4, 'ended']);
  assert.deepEqual([two.total.decisions, two.hours.reduce((sum, { moved }) => sum + moved, 0)], [6, 6]);
  await end(late);
});

test('a threshold that a later version no longer has changes nothing any more', async () => {
  const shadowId = await start({ thresholds: { confident: 0.99 } });
  await publishDocument(deps, stage.owner, { useCaseId, document: stagePolicy });
  await decide({ confidence: 0.9 }, 3);
  await hear();
  const { total } = await compare(shadowId);
  assert.deepEqual([total.decisions, total.moved], [3, 0]);
  await publishDocument(deps, stage.owner, { useCaseId, document: policy });
  await end(shadowId);
});

test('a standing approval lets through beside any shadow as it does live, and not after its end', async () => {
  const strict: PolicyDocument = { ...policy, rules: [] };
  const shadowId = await start({ document: strict });
  const expiresAt = new Date(deps.clock.now().getTime() + hourMs).toISOString();
  const scope = 'has(metadata.country) && metadata.country == "DE"';
  const ask = { useCaseId, reason: 'Known customers', scope, expiresAt };
  await issueStandingApproval(deps, stage.owner, ask, deps.clock.now());
  const german = { metadata: { country: 'DE' } };
  await decide({ confidence: 0.3, ...german }, 2);
  await decide({ confidence: 0.9, ...german }, 3);
  await decide({ confidence: 0.9, metadata: { country: 'FR' } });
  stage.moveClock(2 * hourMs);
  await decide({ confidence: 0.9, ...german });
  await hear();
  const { total } = await compare(shadowId);
  assert.deepEqual(total.transitions, [
    { from: 'release', to: 'release', decisions: 5 },
    { from: 'release', to: 'hold', decisions: 2 },
  ]);
  await end(shadowId);
});

test('of each kind of difference the ten with the lowest ranks stay, whatever batches they came in', async () => {
  const [whole, parts] = [
    await start({ thresholds: { confident: 0.92 } }),
    await start({ thresholds: { confident: 0.93 } }),
  ];
  await decide({ confidence: 0.9 }, 45);
  await integrateAll(db);
  // A batch of one entry each for the first ones, then wider and wider.
  await db.run(sql`update ledger_cursor set batch = 1 where reaction = 'evaluate-shadows'`);
  await hear();
  const [one, two] = [await compare(whole), await compare(parts)];
  assert.deepEqual([one.total.moved, two.total.moved], [45, 45]);
  assert.equal(one.examples.length, 10);
  const kept = await db.rows<{ rank: number }>(sql`
    select rank from shadow_example where shadow_id = ${whole} order by rank`);
  assert.ok(kept.every(({ rank }, place) => rank >= (kept[place - 1]?.rank ?? 0)));
  assert.deepEqual(
    one.examples.map(({ decisionId }) => decisionId),
    two.examples.map(({ decisionId }) => decisionId),
  );
  for (const shadowId of [whole, parts]) await end(shadowId);
});

test('a shadow model is routed as if it were live: by its own confidence and class, once for each of its decisions', async () => {
  const { modelVersionId } = await registerModelVersion(
    deps,
    stage.owner,
    { useCaseId, name: 'm-2', description: '' },
    deps.clock.now(),
  );
  const change = { modelVersionId, state: 'shadow' } as const;
  await changeModelState(deps, stage.owner, change, deps.clock.now());
  // What a rule says of shadow models is about live traffic, where there is none.
  const document: PolicyDocument = {
    ...policy,
    rules: [
      {
        name: 'Not trusted yet',
        when: 'modelState != "active"',
        route: { kind: 'hold', dueSeconds: 60, timeout: { action: 'keep-holding' } },
      },
      ...policy.rules,
    ],
  };
  await publishDocument(deps, stage.owner, { useCaseId, document });
  const shadowId = await start({ modelVersionId, sliceBy: 'label' });
  const [one, two, three] = await decide({ confidence: 0.9 }, 3);
  const beside = (pairedWith: string | undefined, given: Partial<NewDecision>) =>
    submit({ model: 'm-2', pairedWith: pairedWith ?? assert.fail(), ...given });
  const first = await beside(one, { confidence: 0.95 });
  await beside(one, { confidence: 0.75 });
  await beside(two, { confidence: 0.9, label: 'fraud' });
  // Of another shadow decision, which is no live one.
  await beside(first.decisionId, { confidence: 0.1 });
  // The live one was heard of long before.
  await hear();
  await beside(three, { confidence: 0.5 });
  await hear();
  const { total, slices, examples } = await compare(shadowId);
  assert.deepEqual([total.decisions, total.moved, total.otherLabel], [4, 3, 1]);
  assert.deepEqual(total.transitions, [
    { from: 'release', to: 'hold', decisions: 2 },
    { from: 'release', to: 'release', decisions: 1 },
    { from: 'release', to: 'release-and-review', decisions: 1 },
  ]);
  assert.deepEqual(
    slices.map(({ slice, decisions }) => [slice, decisions]),
    [['refund', 4]],
    'by the class of the live one',
  );
  assert.ok(examples.every(({ shadowDecisionId }) => shadowDecisionId !== null));
  assert.deepEqual(new Set(examples.map(({ decisionId }) => decisionId)), new Set([one, two, three]));
  await end(shadowId);
});

test('what was counted stays when it ends', async () => {
  const shadowId = await start({ thresholds: { confident: 0.92 } });
  await decide({ confidence: 0.9 }, 4);
  await hear();
  const { endedAt } = await end(shadowId);
  assert.ok(endedAt);
  const rows = await db.rows<{ decisions: number }>(sql`
    select sum(decisions)::integer as decisions from shadow_tally where shadow_id = ${shadowId}`);
  assert.deepEqual(rows, [{ decisions: 4 }]);
});
