// Rules that look at the backlog: it is read once a second, never per decision, and each decision keeps what was seen.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PolicyDocument } from '../../../contract/policies.ts';
import type { Database } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { openStage } from '../../../testing/stage.ts';
import { until } from '../../../testing/until.ts';
import { issueStandingApproval } from '../../standing-approvals/issue-standing-approval.ts';
import { openIngest } from '../recording/ingest.ts';
import { submitDecision } from '../recording/submit-decision.ts';

const hold = { kind: 'hold', dueSeconds: 600, timeout: { action: 'keep-holding' } } as const;
const policy: PolicyDocument = {
  rules: [{ name: 'Too many wait', when: 'backlog.tier1 > 5', route: { kind: 'release' } }],
  otherwise: hold,
  audit: { rate: 0 },
};
const stage = await openStage({ policy });
const { deps, db, useCaseId } = stage;

/** Counts how often the backlog is read. */
function watching(): { db: Database; reads: () => number } {
  let reads = 0;
  return {
    reads: () => reads,
    db: {
      ...db,
      rows: (query) => {
        if (query.name === 'read-backlog') reads += 1;
        return db.rows(query) as never; // the statement's columns are the caller's promise, as in db itself
      },
    },
  };
}

const watched = watching();
const ingest = openIngest({ ...deps, db: watched.db });

async function submit() {
  const decision = {
    ...{
      useCase: stage.slug,
      model: stage.model,
      input: 1,
      output: 'refund',
      label: 'refund',
      confidence: 0.5,
    },
  };
  const from = { actor: stage.service, atMs: deps.clock.now().getTime(), limitBytes: 1e6 };
  return submitDecision(ingest, decision, Buffer.from(JSON.stringify(decision)), from);
}

async function contextOf(decisionId: string) {
  const row = await db.row<{ facts: { backlog: object } }>(sql`
    select facts from decision join routing_context using (context_id) where decision_id = ${decisionId}`);
  return row?.facts.backlog;
}

test('it is read with the snapshot, and not again for every decision', async () => {
  for (let n = 0; n < 10; n++) assert.equal((await submit()).route, 'hold');
  assert.equal(watched.reads(), 1);
});

test('within about a second the rules see what has come to wait, and the decision keeps what they saw', async () => {
  await until('a reading above five', async () => (await submit()).route === 'release');
  const routed = await submit();
  const backlog = (await contextOf(routed.decisionId)) as { tier1: number };
  assert.ok(backlog.tier1 > 5);
  const contexts = await db.row<{ total: number; made: number }>(sql`
    select (select count(*)::integer from routing_context) as total, count(distinct context_id)::integer as made
    from decision`);
  assert.ok(contexts && contexts.made >= 2 && contexts.made <= contexts.total);
});

test('after a pause nobody is routed by an old reading: the first decision waits for a new one', async () => {
  const before = watched.reads();
  await sleep(5_200);
  await db.run(sql`update task set state = 'cancelled' where state = 'open'`);
  assert.equal((await submit()).route, 'hold');
  assert.equal(watched.reads(), before + 1);
});

test('the scope of an approval may look at it, too', async () => {
  const at = deps.clock.now();
  await issueStandingApproval(
    deps,
    stage.owner,
    {
      useCaseId,
      reason: 'Nobody is there at night.',
      scope: 'backlog.tier1 >= 2 && backlog.tier1 <= 5',
      expiresAt: new Date(at.getTime() + 3_600_000).toISOString(),
    },
    at,
  );
  await db.run(sql`update task set state = 'cancelled' where state = 'open'`);
  await until('a reading of two to five', async () => {
    await sleep(400);
    return (await submit()).standingApprovalId !== null;
  });
});

test('where no rule looks at it, it is never read', async () => {
  const plain = await openStage();
  let reads = 0;
  const counted = {
    ...plain.db,
    rows: (query: Parameters<typeof db.rows>[0]) => {
      if (query.name === 'read-backlog') reads += 1;
      return plain.db.rows(query) as never; // as above
    },
  };
  const other = openIngest({ ...plain.deps, db: counted });
  await other.prepare();
  const decision = {
    ...{
      useCase: plain.slug,
      model: plain.model,
      input: 1,
      output: 'refund',
      label: 'refund',
      confidence: 0.5,
    },
  };
  const from = { actor: plain.service, atMs: Date.now(), limitBytes: 1e6 };
  await submitDecision(other, decision, Buffer.from(JSON.stringify(decision)), from);
  await sleep(1_100);
  await submitDecision(other, decision, Buffer.from(JSON.stringify(decision)), from);
  assert.equal(reads, 0);
});
