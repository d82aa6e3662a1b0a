import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { NewDecision, Outcome } from '../contract/decisions.ts';
import { claimNext, type NewVerdict, submitVerdict } from '../contract/reviews.ts';
import { testDatabase } from '../testing/database.ts';
import { setUp } from '../testing/installation.ts';
import { runServer, type ServerUnderTest } from '../testing/run-server.ts';
import { outcomes } from './outcomes.ts';
import { ProblemError } from './problem-error.ts';

let server: ServerUnderTest | null = null;
after(() => server?.stop());
const db = await testDatabase();
server = await runServer({ DATABASE_URL: db.url });
const { machine, signInAs } = await setUp(server);
const reviewer = await signInAs('reviewer');

function decision(confidence: number, input = 'Where is my money?'): NewDecision {
  return { useCase: 'refunds', model: 'v1', input, output: 'Pay it back.', confidence };
}

/** Judges the next task there is, waiting for it. */
async function judgeNext(verdict: Omit<NewVerdict, 'claimToken'>): Promise<void> {
  const until = Date.now() + 30_000;
  for (;;) {
    assert.ok(Date.now() < until, 'no task came');
    const { claim } = await reviewer.call(claimNext, { body: {} });
    if (claim) {
      const { claimToken } = claim;
      await reviewer.call(submitVerdict, {
        params: { taskId: claim.item.taskId },
        body: { ...verdict, claimToken },
      });
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('a sure decision is released at once', async () => {
  const gated = await machine.gate(decision(0.9));
  assert.equal(gated.kind, 'released');
});

test('an unsure one comes back as the person left it', async () => {
  const edited = machine.gate(decision(0.2));
  await judgeNext({ kind: 'edit', output: 'Pay half of it.' });
  const { kind, ...rest } = await edited;
  assert.equal(kind, 'edited');
  assert.equal('output' in rest && rest.output, 'Pay half of it.');
  const rejected = machine.gate(decision(0.2));
  await judgeNext({ kind: 'reject' });
  assert.equal((await rejected).kind, 'rejected');
  const approved = machine.gate(decision(0.2));
  await judgeNext({ kind: 'approve' });
  const released = await approved;
  assert.equal(released.kind === 'released' && released.output, 'Pay it back.');
});

test('a caller out of time may wait again later', async () => {
  const first = await machine.gate(decision(0.1), { timeoutMs: 1200 });
  assert.deepEqual(first, { kind: 'timed-out', decisionId: first.decisionId, accepted: true });
  const again = machine.awaitOutcome(first.decisionId);
  await judgeNext({ kind: 'approve' });
  assert.equal((await again).kind, 'released');
});

test('a long list goes in, each line answered under its number', async () => {
  const list = Array.from({ length: 1200 }, (_, i) =>
    i === 700 ? { ...decision(0.9), model: 'nobody' } : decision(0.9, `${i}`),
  );
  const lines = [];
  for await (const answer of machine.submitMany(list)) lines.push(answer);
  assert.deepEqual(
    lines.map(({ line }) => line),
    list.map((_, i) => i + 1),
  );
  const refused = lines.filter((line) => 'refusal' in line);
  assert.deepEqual(
    refused.map((line) => [line.line, 'refusal' in line && line.refusal.code]),
    [[701, 'decision.unknown-model']],
  );
});

test('outcomes stream in, and go on from the last one seen', async () => {
  const seen: { eventId: string; outcome: Outcome }[] = [];
  const wanted = (async () => {
    for await (const event of machine.outcomes({ useCase: 'refunds' })) {
      seen.push(event);
      if (seen.length === 1) return;
    }
  })();
  await new Promise((resolve) => setTimeout(resolve, 500));
  const first = machine.gate(decision(0.3));
  await judgeNext({ kind: 'approve' });
  await Promise.all([wanted, first]);
  const second = machine.gate(decision(0.3));
  await judgeNext({ kind: 'reject' });
  const gated = await second;
  const lastEventId = seen[0]?.eventId ?? '';
  for await (const event of outcomes(machine.client, { useCase: 'refunds', lastEventId })) {
    if (event.outcome.decisionId !== gated.decisionId) continue;
    assert.equal(event.outcome.state, 'rejected');
    break;
  }
});

test('callers who wait live through a crash of the server', async () => {
  const waiting = machine.gate(decision(0.25, 'Still there?'));
  const listening = machine.outcomes({ useCase: 'refunds' });
  const heard = listening.next();
  await new Promise((resolve) => setTimeout(resolve, 300));
  await server?.crashAndRestart();
  const during = machine.gate(decision(0.9));
  await judgeNext({ kind: 'edit', output: 'Still here.' });
  const gated = await waiting;
  assert.equal(gated.kind === 'edited' && gated.output, 'Still here.');
  assert.equal((await during).kind, 'released');
  assert.equal((await heard).done, false);
  await listening.return(undefined);
});

test('a refusal carries its code and what to do', async () => {
  await assert.rejects(
    machine.gate({ ...decision(0.9), useCase: 'nowhere' }),
    (error) =>
      error instanceof ProblemError && error.code === 'decision.unknown-use-case' && error.todo !== undefined,
  );
  await assert.rejects(
    machine.access.listPeople(),
    (error) => error instanceof ProblemError && error.status === 403,
  );
});

test('every id the SDK makes is in the window of the server, and the detail reads back', async () => {
  const gated = await machine.gate({ ...decision(0.8), metadata: {} });
  const detail = await machine.decisions.getDecision({ decisionId: gated.decisionId });
  assert.equal(detail.state, 'released');
  assert.equal(detail.payloadHidden, true);
});
