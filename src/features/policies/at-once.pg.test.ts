import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PolicyDocument } from '../../contract/policies.ts';
import { sql } from '../../db/sql.ts';
import { Refusal } from '../../platform/refusal.ts';
import { publishDocument } from '../../testing/publish-document.ts';
import { entriesWritten } from '../../testing/review-desk.ts';
import { openStage, stagePolicy } from '../../testing/stage.ts';
import { openStageWork } from '../../testing/stage-work.ts';
import { changeUseCase } from '../use-cases/change-use-case.ts';
import { getUseCase, routingUseCases } from '../use-cases/queries.ts';
import { documentHash } from './document-hash.ts';
import { draftPolicy } from './draft-policy.ts';
import { changeDraft } from './life/change-draft.ts';
import { discardDraft } from './life/discard-draft.ts';
import { publishPolicy } from './publish-policy.ts';
import { policyInForce, routingPolicies } from './queries.ts';
import { reasonsOf } from './reasons-of.ts';

const stage = await openStage();
const { submit } = await openStageWork(stage);
const { deps, db, owner, useCaseId } = stage;
const release = { kind: 'release' } as const;

function draft(document: PolicyDocument) {
  return draftPolicy(deps, owner, { useCaseId, document }, deps.clock.now());
}

async function publish(document: PolicyDocument) {
  return publishDocument(deps, owner, { useCaseId, document });
}

async function setClasses(names: readonly string[]) {
  const { revision } = await getUseCase(db, useCaseId);
  const classes = names.map((name) => ({ name, impact: 1 }));
  return changeUseCase(deps, owner, useCaseId, { revision, classes }, deps.clock.now());
}

function codeOf(result: PromiseSettledResult<unknown>): string {
  if (result.status === 'fulfilled') return 'done';
  assert.ok(result.reason instanceof Refusal, String(result.reason));
  return result.reason.code;
}

test('a class is taken away while a policy that needs it is published: one of the two is refused', async () => {
  const needing = (name: string): PolicyDocument => ({
    ...stagePolicy,
    rules: [{ name: `Needs ${name}`, when: `label == "${name}"`, route: release }],
  });
  for (let round = 0; round < 8; round++) {
    await publish({ ...stagePolicy, rules: [] });
    await setClasses(['refund', 'fraud', 'other', 'rare']);
    const wanting = await draft(needing('rare'));
    const results = await Promise.allSettled([
      publishPolicy(deps, owner, { ...wanting, inForce: wanting.basedOn }, deps.clock.now()),
      setClasses(['refund', 'fraud', 'other']),
    ]);
    const codes = results.map(codeOf);
    assert.ok(
      [
        ['done', 'use-case.breaks-policy'],
        ['policy.invalid', 'done'],
      ].some((expected) => expected.join() === codes.join()),
      codes.join(),
    );
  }
  await publish({ ...stagePolicy, rules: [] });
  await setClasses(['refund', 'fraud', 'other']);
  await publish(stagePolicy);
});

test('a warning is no reason not to publish', async () => {
  const doubtful: PolicyDocument = {
    ...stagePolicy,
    rules: [{ name: 'May be missing', when: 'metadata.amount > 5', route: release }],
  };
  assert.equal((await publish(doubtful)).state, 'published');
  await publish(stagePolicy);
});

test('routing knows the policy in force of each use case, compiled, and its audit times', async () => {
  const current = await policyInForce(db, useCaseId);
  const routing = (await routingPolicies(db, await routingUseCases(db))).get(useCaseId);
  assert.equal(routing?.policyVersionId, current?.policyVersionId);
  assert.equal(routing?.auditDueSeconds, 86_400, 'a day where the policy says nothing');
  const input = {
    confidence: 0.9,
    label: 'other',
    model: 'm-1',
    metadata: {},
    probabilities: {},
    calibrated: null,
    modelState: 'active' as const,
    nowMs: 0,
    backlog: null,
  };
  assert.equal(routing?.compiled.evaluate(input).route.kind, 'release');
  assert.equal((await routingPolicies(db, [])).size, 0);
  await publish({ ...stagePolicy, audit: { rate: 0.1, dueSeconds: 77 } });
  const next = (await routingPolicies(db, await routingUseCases(db))).get(useCaseId);
  assert.equal(next?.auditDueSeconds, 77);
  await publish(stagePolicy);
});

test('each stratum of the audit has its own rate, and a decision remembers its stratum', async () => {
  await publish({
    ...stagePolicy,
    audit: {
      rate: 0,
      strata: [{ name: 'big', when: 'has(metadata.amount) && metadata.amount > 100', rate: 1 }],
    },
  });
  const big = await submit({ confidence: 0.9, metadata: { amount: 500 } });
  const small = await submit({ confidence: 0.9, metadata: { amount: 5 } });
  assert.deepEqual([big.audited, small.audited], [true, false]);
  assert.deepEqual([big.route, big.released], ['release', true]);
  assert.ok(big.taskId);
  await publish(stagePolicy);
});

test('reasons are those of the version that routed, also after it was replaced', async () => {
  const before = await policyInForce(db, useCaseId);
  const first = await submit({ confidence: 0.9 });
  await publish({
    ...stagePolicy,
    rules: stagePolicy.rules.map((rule) => ({ ...rule, name: `${rule.name} (new)` })),
  });
  const row = {
    policy_version_id: before?.policyVersionId ?? '',
    rule_index: 1,
    reason: null,
    route: 'release',
  } as const;
  const reasons = await reasonsOf(db, [row]);
  assert.deepEqual(reasons(row), first.reasons);
  assert.deepEqual((await reasonsOf(db, []))(row), [], 'nothing was asked for');
  await publish(stagePolicy);
});

test('what happened to versions stands in the ledger, a publication with the hash of its document', async () => {
  const thrown = await draft(stagePolicy);
  await changeDraft(
    deps,
    owner,
    thrown.policyVersionId,
    { revision: 1, note: 'canary note' },
    deps.clock.now(),
  );
  await discardDraft(deps, owner, thrown.policyVersionId, deps.clock.now());
  const published = await publish({ ...stagePolicy, audit: { rate: 0.02 } });
  const entries = await entriesWritten(db);
  const about = (policyVersionId: string) =>
    entries.filter((entry) => entry.about.policyVersion === policyVersionId);
  assert.deepEqual(
    about(thrown.policyVersionId).map(({ kind, facts }) => [kind, facts]),
    [
      ['policy.drafted', { version: thrown.version }],
      ['policy.changed', { version: thrown.version, revision: 2, before: 'draft' }],
      ['policy.discarded', { version: thrown.version, before: 'draft' }],
    ],
  );
  const publication = about(published.policyVersionId).at(-1);
  assert.equal(publication?.facts.documentSha256, published.documentHash);
  assert.equal(publication?.facts.documentSha256, documentHash(published.document).toString('hex'));
  assert.ok(!JSON.stringify(entries).includes('canary'));
  const row = await db.row<{ commit_id: string; entry_index: number }>(sql`
    select commit_id, entry_index from policy_version where policy_version_id = ${published.policyVersionId}`);
  assert.equal(publication?.id, `${row?.commit_id}.${row?.entry_index}`, 'the version points to its entry');
});

test('a publication waits for the recordings in flight, and stands behind them in the ledger', async () => {
  await publish(stagePolicy);
  const before = await policyInForce(db, useCaseId);
  const recording = Promise.all(Array.from({ length: 40 }, () => submit({ confidence: 0.9 })));
  const [answers, published] = await Promise.all([recording, publish({ ...stagePolicy, rules: [] })]);
  const order = (await entriesWritten(db)).map(({ kind, about }) =>
    kind === 'decision.recorded' || kind === 'policy.published' ? about.policyVersion : null,
  );
  const from = order.indexOf(published.policyVersionId);
  assert.ok(from >= 0);
  assert.ok(
    !order.slice(from).includes(before?.policyVersionId ?? ''),
    'nothing is routed by the old one any more',
  );
  assert.equal(answers.length, 40);
  await publish(stagePolicy);
});
