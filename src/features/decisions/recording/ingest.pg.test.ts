import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../../db/sql.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';
import { openStage } from '../../../testing/stage.ts';
import { openStageWork } from '../../../testing/stage-work.ts';
import { openIngest } from './ingest.ts';
import { takeIn } from './submission.ts';
import { submitDecision } from './submit-decision.ts';

const stage = await openStage();
const { submit, decision } = await openStageWork(stage);
const from = { actor: stage.service, atMs: Date.now(), limitBytes: 1000 };

test('an ingest is ready once it knows the policies, which needs no decision', async () => {
  const ingest = openIngest(stage.deps);
  assert.equal(ingest.ready(), false);
  await Promise.all([ingest.prepare(), ingest.prepare()]);
  assert.equal(ingest.ready(), true);
});

test('every batch is told with its answers, first ones apart from repeated ones', async () => {
  const told: (readonly { ok: boolean; replayed?: true }[])[] = [];
  const ingest = openIngest(stage.deps, { onRecorded: ({ answers }) => told.push(answers) });
  const given = decision({ decisionId: uuidv7(Date.now()) });
  const json = Buffer.from(JSON.stringify(given));
  await submitDecision(ingest, given, json, from);
  await submitDecision(ingest, given, json, from);
  assert.deepEqual(
    told.map(([answer]) => [answer?.ok, answer?.replayed]),
    [
      [true, undefined],
      [true, true],
    ],
  );
});

test('a payload that was erased no longer speaks against sending its decision again', async () => {
  const decisionId = uuidv7(Date.now());
  const first = await submit({ decisionId });
  await stage.db.run(sql`
    delete from payload_block using decision
    where payload_block.commit_id = decision.commit_id and decision_id = ${decisionId}`);
  assert.deepEqual(await submit({ decisionId, input: 'other words' }), first);
  await assert.rejects(submit({ decisionId, confidence: 0.91 }), /already belongs to another decision/);
});

test('what is told by keys in another order, or with other spacing, is the same decision', async () => {
  const ingest = openIngest(stage.deps);
  const given = decision({
    decisionId: uuidv7(Date.now()),
    input: { a: 1, b: [2] },
    metadata: { country: 'DE' },
  });
  const first = await submitDecision(ingest, given, Buffer.from(JSON.stringify(given)), from);
  const turned = Object.fromEntries(
    Object.entries({ ...given, input: { b: [2], a: 1 } }).reverse(),
  ) as typeof given;
  const again = await submitDecision(ingest, turned, Buffer.from(JSON.stringify(turned, null, 2)), from);
  assert.deepEqual(again, first);
});

test('a zero with a sign is the same zero when it is sent again', async () => {
  const decisionId = uuidv7(Date.now());
  const given = { decisionId, confidence: -0, metadata: { amount: -0 }, probabilities: { refund: -0 } };
  const first = await submit(given);
  assert.deepEqual(await submit(given), first);
  assert.deepEqual(await submit({ ...given, metadata: { amount: 0 } }), first);
  await assert.rejects(submit({ ...given, metadata: { amount: 1 } }), /already belongs to another decision/);
});

test('a decision without an id gets one of its moment; one with an id keeps it', () => {
  const given = decision();
  const made = takeIn(given, Buffer.from(JSON.stringify(given)), { ...from, atMs: Date.UTC(2026, 0, 5) });
  assert.ok(!(made instanceof Refusal));
  assert.equal(Number.parseInt(made.decisionId.replaceAll('-', '').slice(0, 12), 16), Date.UTC(2026, 0, 5));
  const own = { ...given, decisionId: uuidv7(1) };
  const kept = takeIn(own, Buffer.from(JSON.stringify(own)), from);
  assert.equal(kept instanceof Refusal ? null : kept.decisionId, own.decisionId);
});

test('the limit counts the bytes of input and output as they were sent', () => {
  const fits = decision({ input: 'ü'.repeat(490), output: 1 });
  const text = Buffer.from(JSON.stringify(fits));
  assert.ok(!(takeIn(fits, text, { ...from, limitBytes: 983 }) instanceof Refusal));
  const refusal = takeIn(fits, text, { ...from, limitBytes: 982 });
  assert.ok(refusal instanceof Refusal);
  assert.match(refusal.message, /983 bytes together; at most 982/);
});

test('two batches of the same decisions in opposite orders, both in flight: each is recorded once and answered alike', async () => {
  const ingest = openIngest(stage.deps);
  const given = Array.from({ length: 512 }, () => decision({ decisionId: uuidv7(Date.now()) }));
  const submissions = given.map((one) => {
    const taken = takeIn(one, Buffer.from(JSON.stringify(one)), from);
    assert.ok(!(taken instanceof Refusal));
    return taken;
  });
  const [one = [], other = []] = await Promise.all([
    ingest.submit(submissions),
    ingest.submit(submissions.toReversed()),
  ]);
  assert.deepEqual(
    one.map((answered) => answered.ok && answered.answer),
    other.toReversed().map((answered) => answered.ok && answered.answer),
  );
  assert.ok(one.every(({ ok }) => ok));
});
