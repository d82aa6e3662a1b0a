import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NewDecision, Routed } from '../../../contract/decisions.ts';
import { decodeBundle } from '../../../core/ledger/bundle.ts';
import { decodeEntry } from '../../../core/ledger/entry.ts';
import { sql } from '../../../db/sql.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';
import { publishDocument } from '../../../testing/publish-document.ts';
import { openStage, stagePolicy } from '../../../testing/stage.ts';
import { openIngest } from './ingest.ts';
import { submitDecision } from './submit-decision.ts';

const stage = await openStage();
const ingest = openIngest(stage.deps);

function decision(change: Partial<NewDecision> = {}): NewDecision {
  const { slug: useCase, model } = stage;
  return {
    useCase,
    model,
    input: { text: 'Where is my money?' },
    output: { label: 'refund' },
    label: 'refund',
    confidence: 0.9,
    ...change,
  };
}

function submit(change: Partial<NewDecision> = {}): Promise<Routed> {
  const given = decision(change);
  return submitDecision(ingest, given, Buffer.from(JSON.stringify(given)), {
    actor: stage.service,
    atMs: stage.deps.clock.now().getTime(),
    limitBytes: 10_000,
  });
}

async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  const error = await work.then(
    () => assert.fail('it was taken'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof Refusal, String(error));
  return error;
}

test('a confident decision is released, a doubtful one held, a fraud one always held, each with its reason', async () => {
  const released = await submit({ confidence: 0.9 });
  assert.equal(released.route, 'release');
  assert.equal(released.released, true);
  assert.equal(released.taskId, null);
  assert.match(released.reasons[0]?.sentence ?? '', /Confident enough/);
  const reviewed = await submit({ confidence: 0.75 });
  assert.equal(reviewed.route, 'release-and-review');
  assert.equal(reviewed.released, true);
  assert.ok(reviewed.taskId);
  const held = await submit({ confidence: 0.2 });
  assert.equal(held.route, 'hold');
  assert.equal(held.released, false);
  assert.ok(held.taskId);
  const fraud = await submit({ confidence: 0.99, label: 'fraud', output: { label: 'fraud' } });
  assert.equal(fraud.route, 'hold');
  assert.match(fraud.reasons[0]?.sentence ?? '', /Fraud is always held/);
});

test('what was answered is there: the row, its task with a slot, its payload and its ledger entry', async () => {
  const { decisionId, taskId } = await submit({ confidence: 0.5, metadata: { country: 'DE', amount: 12.5 } });
  const row = await stage.db.row<{
    state: string;
    metadata: unknown;
    commit_id: string;
    entry_index: number;
  }>(sql`
    select state, metadata, commit_id, entry_index from decision where decision_id = ${decisionId}`);
  assert.equal(row?.state, 'held');
  assert.deepEqual(row?.metadata, { country: 'DE', amount: 12.5 });
  const slot = await stage.db.row<{ state: string; purpose: string }>(sql`
    select slot.state, task.purpose from slot join task using (task_id) where task_id = ${taskId}`);
  assert.deepEqual(slot, { state: 'open', purpose: 'approval' });
  const entries = await entriesOf(row?.commit_id ?? '');
  const entry = entries[row?.entry_index ?? 0];
  assert.equal(entry?.kind, 'decision.recorded');
  assert.equal(entry?.about.decision, decisionId);
  assert.equal(entry?.about.task, taskId);
  assert.equal(entry?.facts.route, 'hold');
  assert.deepEqual(Object.keys(entry?.commitments ?? {}), ['input', 'output']);
});

test('the same decision again answers the first answer and writes nothing; the same id with other content is refused (case 11)', async () => {
  const decisionId = uuidv7(Date.now());
  const first = await submit({ decisionId, confidence: 0.4 });
  const again = await submit({ decisionId, confidence: 0.4 });
  assert.deepEqual(again, first);
  assert.equal(await count('task', decisionId), 1);
  const refusal = await refusalOf(submit({ decisionId, confidence: 0.41 }));
  assert.equal(refusal.code, 'decision.id-reused');
  assert.equal(refusal.status, 409);
});

test('a replay after the policy changed still answers the first answer', async () => {
  const decisionId = uuidv7(Date.now());
  const first = await submit({ decisionId, confidence: 0.9 });
  await publish({
    ...stagePolicy,
    rules: [],
    otherwise: { kind: 'hold', dueSeconds: 60, timeout: { action: 'keep-holding' } },
  });
  assert.equal((await submit({ confidence: 0.9 })).route, 'hold');
  assert.deepEqual(await submit({ decisionId, confidence: 0.9 }), first);
  await publish(stagePolicy);
});

test('the same id many times in one batch is recorded once', async () => {
  const decisionId = uuidv7(Date.now());
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => submit({ decisionId, confidence: 0.3 })),
  );
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  assert.equal(await count('decision', decisionId), 1);
  assert.equal(await count('task', decisionId), 1);
});

test('a replay in a batch does not disturb its neighbours', async () => {
  const decisionId = uuidv7(Date.now());
  const first = await submit({ decisionId });
  const [again, other] = await Promise.all([submit({ decisionId }), submit({ confidence: 0.95 })]);
  assert.deepEqual(again, first);
  assert.equal(other?.route, 'release');
  assert.equal(await count('decision', other?.decisionId ?? ''), 1);
});

test('after a refused decision the same id in the same batch is taken, or refused for its own reason', async () => {
  const decisionId = uuidv7(stage.deps.clock.now().getTime());
  const [first, second, third, fourth] = await Promise.allSettled([
    submit({ decisionId, model: 'nobody' }),
    submit({ decisionId, useCase: 'nowhere' }),
    submit({ decisionId }),
    submit({ decisionId }),
  ]);
  assert.ok(first.status === 'rejected' && first.reason.code === 'decision.unknown-model');
  assert.ok(second.status === 'rejected' && second.reason.code === 'decision.unknown-use-case');
  assert.ok(third.status === 'fulfilled' && fourth.status === 'fulfilled');
  assert.deepEqual(fourth.value, third.value);
});

test('what cannot be taken is refused with a code and a sentence, and the rest of the batch is taken', async () => {
  const [useCase, model, label, metadata, fine] = await Promise.allSettled([
    submit({ useCase: 'nothing' }),
    submit({ model: 'm-9' }),
    submit({ label: 'weather' }),
    submit({ metadata: { planet: 'Mars' } }),
    submit({ confidence: 0.9 }),
  ]);
  assert.equal(fine?.status, 'fulfilled');
  const codes = [useCase, model, label, metadata].map((result) =>
    result?.status === 'rejected' && result.reason instanceof Refusal ? result.reason.code : 'taken',
  );
  assert.deepEqual(codes, [
    'decision.unknown-use-case',
    'decision.unknown-model',
    'decision.invalid',
    'decision.invalid',
  ]);
});

test('confidences outside 0..1, and ids from another time, are refused', async () => {
  for (const confidence of [Number.NaN, Number.POSITIVE_INFINITY, -0.1, 1.1]) {
    assert.equal((await refusalOf(submit({ confidence }))).code, 'decision.invalid');
  }
  const old = await refusalOf(submit({ decisionId: uuidv7(Date.now() - 9 * 86_400_000) }));
  assert.equal(old.code, 'decision.id-out-of-window');
});

test('a payload beyond the limit is refused before anything is written', async () => {
  const refusal = await refusalOf(submit({ input: 'x'.repeat(10_001) }));
  assert.equal(refusal.code, 'decision.too-large');
  assert.equal(refusal.status, 413);
});

test('a policy that cannot be evaluated for a decision holds it and says so', async () => {
  await publish({
    ...stagePolicy,
    rules: [{ name: 'Small amounts', when: 'metadata.amount < 100', route: { kind: 'release' } }],
  });
  const answer = await submit({ confidence: 0.99 });
  assert.equal(answer.route, 'hold');
  assert.equal(answer.reasons[0]?.code, 'policy.cannot-evaluate');
  assert.match(answer.reasons[0]?.sentence ?? '', /Small amounts/);
  await publish(stagePolicy);
});

test('texts that jsonb cannot hold are refused, not lost', async () => {
  for (const country of ['a\0b', '\ud800']) {
    assert.equal((await refusalOf(submit({ metadata: { country } }))).code, 'decision.invalid');
  }
  const { decisionId } = await submit({ input: 'a\0b \ud800', confidence: 0.9 });
  assert.equal(await count('decision', decisionId), 1);
});

test('no decision commits under a policy that had been replaced: a publication between routing and commit routes anew', async () => {
  const holdAll = { ...stagePolicy, rules: [] };
  // Another process publishes; this ingest only learns of it through the epoch.
  const rounds = 12;
  for (let round = 0; round < rounds; round++) {
    const submitting = Promise.all(Array.from({ length: 30 }, () => submit({ confidence: 0.9 })));
    const published = await publish(round % 2 === 0 ? holdAll : stagePolicy);
    await submitting;
    const late = await stage.db.row<{ late: number }>(sql`
      select count(*)::integer as late
      from decision
      where policy_version_id <> ${published.policyVersionId}
        and exists (
          select from ledger_commit o, ledger_commit p
          where o.commit_id = decision.commit_id and p.commit_id = ${published.commitId} and o.written_at > p.written_at)`);
    assert.equal(late?.late, 0);
  }
  await publish(stagePolicy);
});

test('the audit draw takes about its share, with its probability stored, and the drawn get a task', async () => {
  await publish({ ...stagePolicy, audit: { rate: 0.25 } });
  const answers = await Promise.all(Array.from({ length: 400 }, () => submit({ confidence: 0.95 })));
  const drawn = answers.filter((answer) => answer.audited);
  assert.ok(drawn.length > 60 && drawn.length < 145, `${drawn.length} of 400 drawn at 25 %`);
  assert.ok(drawn.every((answer) => answer.taskId !== null && answer.released));
  const rows = await stage.db.rows<{ inclusion_probability: number; stratum: string }>(sql`
    select distinct inclusion_probability, stratum
    from decision
    where decision_id = any(${answers.map((answer) => answer.decisionId)}::uuid[])`);
  assert.deepEqual(rows, [{ inclusion_probability: 0.25, stratum: 'rest' }]);
  await publish(stagePolicy);
});

async function publish(document: typeof stagePolicy) {
  const at = stage.deps.clock.now();
  const given = { useCaseId: stage.useCaseId, document };
  const published = await publishDocument(stage.deps, stage.owner, given, at);
  const entry = await stage.db.row<{ commit_id: string }>(sql`
    select commit_id
    from ledger_subject
    join ledger_commit using (commit_id)
    where subject_id = ${published.policyVersionId}
    order by written_at desc
    limit 1`);
  return { ...published, commitId: entry?.commit_id ?? '' };
}

async function count(table: 'decision' | 'task', decisionId: string): Promise<number> {
  const row = await stage.db.row<{ total: number }>({
    text: `select count(*)::integer as total from ${table} where decision_id = $1`,
    values: [decisionId],
  });
  return row?.total ?? 0;
}

async function entriesOf(commitId: string) {
  const row = await stage.db.row<{ entries: Buffer }>(sql`
    select entries from ledger_commit where commit_id = ${commitId}`);
  const bundle = decodeBundle(row?.entries ?? Buffer.alloc(0));
  assert.ok(bundle.ok);
  return bundle.entries.map((bytes) => {
    const decoded = decodeEntry(bytes);
    assert.ok(decoded.ok);
    return decoded.entry;
  });
}
