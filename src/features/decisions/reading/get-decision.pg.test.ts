import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Static } from 'typebox';
import { type DecisionDetail, getDecision } from '../../../contract/decisions.ts';
import { sql } from '../../../db/sql.ts';
import { openStage, personWith } from '../../../testing/stage.ts';
import { openStageServer } from '../../../testing/stage-server.ts';
import { openStageWork } from '../../../testing/stage-work.ts';
import { timeOutDecisions } from '../settling/time-out-decisions.ts';

type Detail = Static<typeof DecisionDetail>;

const stage = await openStage({
  policy: {
    rules: [
      { name: 'Sure', when: 'confidence >= 0.85', route: { kind: 'release' } },
      { name: 'Unknowable', when: 'metadata.amount > 5', route: { kind: 'release' } },
    ],
    otherwise: { kind: 'hold', dueSeconds: 60, timeout: { action: 'reject', afterSeconds: 600 } },
    audit: { rate: 0 },
  },
});
const { submit, judge, bringNews } = await openStageWork(stage);
const server = await openStageServer(stage);
const owner = await server.person('policy-owner');
const auditor = await server.person('auditor');

async function read(decisionId: string, headers = owner): Promise<Detail> {
  const answer = await server.call(getDecision, headers, { params: { decisionId } });
  assert.equal(answer.status, 200, answer.text);
  return answer.body as Detail;
}

test('the page tells what came in, which rule fired and why', async () => {
  const probabilities = { refund: 0.9, other: 0.1 };
  const { decisionId } = await submit({ probabilities, metadata: { amount: 2 } });
  const detail = await read(decisionId);
  assert.deepEqual(detail.payload, { input: { text: 'Where is my money?' }, output: { label: 'refund' } });
  assert.deepEqual(detail.probabilities, probabilities);
  assert.deepEqual(
    [detail.ruleName, detail.ruleCondition, detail.policyVersion, detail.modelVersion, detail.useCaseSlug],
    ['Sure', 'confidence >= 0.85', 1, 'm-1', stage.slug],
  );
  assert.match(detail.reasons[0]?.sentence ?? '', /Sure/);
  assert.deepEqual([detail.state, detail.outcome.use, detail.taskId], ['released', 'original', null]);
});

test('otherwise and a failure to evaluate name no rule but a reason', async () => {
  const otherwise = await read((await submit({ confidence: 0.3, metadata: { amount: 1 } })).decisionId);
  assert.deepEqual([otherwise.ruleName, otherwise.ruleCondition], [null, null]);
  assert.equal(otherwise.reasons.length, 1);
  const failed = await read((await submit({ confidence: 0.3 })).decisionId);
  assert.equal(failed.reasons[0]?.code, 'policy.cannot-evaluate');
  assert.equal(failed.route, 'hold');
});

test('the timeline tells everything that happened, in order, with names, and says who is simulated', async () => {
  const { decisionId, taskId } = await submit({ confidence: 0.3, metadata: { amount: 1 } });
  const ada = await personWith(stage.deps, ['reviewer', 'expert']);
  await stage.db.run(sql`update person set simulated = true where person_id = ${ada.personId}`);
  await judge(taskId, { kind: 'edit', output: 'other', reasonCodes: ['wrong-class'] }, ada);
  const before = await read(decisionId);
  assert.ok(
    before.timeline.every(({ position }) => position === null),
    'not in the log yet',
  );
  await bringNews();
  const { timeline, outcome, settledAt } = await read(decisionId);
  assert.deepEqual(
    timeline.map(({ kind, actor }) => [kind, actor.kind, actor.simulated]),
    [
      ['decision.recorded', 'service', false],
      ['task.claimed', 'person', true],
      ['verdict.given', 'person', true],
      ['task.resolved', 'system', false],
      ['decision.settled', 'system', false],
    ],
  );
  assert.deepEqual(
    timeline.map(({ actor }) => actor.name),
    [null, ada.name, ada.name, 'resolve-due-tasks', 'settle'],
  );
  for (const { sentence, kind } of timeline) assert.ok(sentence !== kind && sentence.endsWith('.'), sentence);
  assert.match(timeline[2]?.sentence ?? '', /Edited/);
  const positions = timeline.map(({ position }) => position ?? -1);
  assert.deepEqual(
    positions,
    [...positions].sort((a, b) => a - b),
  );
  assert.deepEqual([outcome.output, outcome.reasonCodes], ['other', ['wrong-class']]);
  assert.ok(settledAt);
});

test('who may not read payloads sees neither input nor output, nor what a person wrote instead', async () => {
  const { decisionId, taskId } = await submit({
    confidence: 0.3,
    input: 'canary-input',
    output: 'refund',
    probabilities: { refund: 0.77 },
    metadata: { amount: 1 },
  });
  await judge(taskId, { kind: 'edit', output: 'fraud', comment: 'canary-comment' });
  await bringNews();
  const answer = await server.call(getDecision, auditor, { params: { decisionId } });
  const detail = answer.body as Detail;
  assert.deepEqual([detail.payload, detail.probabilities, detail.payloadHidden], [null, null, true]);
  assert.deepEqual(
    [detail.state, detail.outcome.use, 'output' in detail.outcome],
    ['edited', 'replacement', false],
  );
  for (const secret of ['canary', '0.77', '"fraud"']) assert.ok(!answer.text.includes(secret), secret);
  assert.equal((await read(decisionId)).payload?.input, 'canary-input');
});

test('a time-out stands in the timeline as such', async () => {
  const { decisionId } = await submit({ confidence: 0.3, metadata: { amount: 1 } });
  stage.moveClock(601_000);
  await timeOutDecisions(stage.deps, stage.deps.clock.now());
  await bringNews();
  const { timeline } = await read(decisionId);
  assert.deepEqual(
    timeline.map(({ kind }) => kind),
    ['decision.recorded', 'task.cancelled', 'decision.timed-out'],
  );
  assert.match(timeline.at(-1)?.sentence ?? '', /Nobody judged in time/);
});

test('an unknown decision is not found, and what is no id is refused', async () => {
  const unknown = '01990000-0000-7000-8000-000000000000';
  for (const [decisionId, status, code] of [
    [unknown, 404, 'decision.unknown'],
    ['nonsense', 400, 'request.invalid'],
    [`urn:uuid:${unknown}`, 400, 'request.invalid'],
  ] as const) {
    const answer = await server.call(getDecision, owner, { params: { decisionId } });
    assert.deepEqual([answer.status, (answer.body as { code: string }).code], [status, code]);
  }
});
