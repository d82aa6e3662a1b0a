import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signIn } from '../contract/access.ts';
import { getDecision, submitDecision } from '../contract/decisions.ts';
import { claimNext, submitVerdict } from '../contract/reviews.ts';
import { openClient } from '../sdk/client.ts';
import { testDatabase } from '../testing/database.ts';
import { password, setUp } from '../testing/installation.ts';
import { runServer } from '../testing/run-server.ts';
import { until } from '../testing/until.ts';

// The whole product at its most talkative, fed with texts that must appear nowhere in what it says.
const db = await testDatabase();

test('no payload, password, token or key is ever logged, not even at the most talkative level', async () => {
  const server = await runServer({ DATABASE_URL: db.url, STEERHOUSE_LOG_LEVEL: 'trace' });
  const said: string[] = [];
  const listen = () => said.push(server.lastWords());
  try {
    const { baseUrl } = server;
    const { machine, apiKey, signInAs } = await setUp(server);
    const reviewer = await signInAs('reviewer');
    const canary = { input: 'canary-input-7c1', output: 'canary-output-7c2' };
    const decision = { useCase: 'refunds', model: 'v1', ...canary, confidence: 0.1 };
    const { decisionId } = await machine.client.call(submitDecision, { body: decision });
    listen();
    const { claim } = await reviewer.call(claimNext, { body: {} });
    assert.ok(claim);
    await reviewer.call(submitVerdict, {
      params: { taskId: claim.item.taskId },
      body: {
        claimToken: claim.claimToken,
        kind: 'edit',
        output: 'canary-edit-7c3',
        comment: 'canary-comment-7c4',
      },
    });
    await reviewer.call(getDecision, { params: { decisionId } });
    listen();
    const stranger = openClient({ baseUrl });
    await assert.rejects(
      stranger.call(signIn, { body: { email: 'canary-7c5@example.org', password: 'canary-password-7c6' } }),
    );
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
    for (const body of ['{"canary-broken-7c7', JSON.stringify({ ...decision, 'canary-key-7c8': 1 })]) {
      await (await fetch(`${baseUrl}/v1/decisions`, { method: 'POST', headers, body })).text();
    }
    await (await fetch(`${baseUrl}/v1/decisions?label=canary-query-7c9`, { headers })).text();
    await (await fetch(`${baseUrl}/v1/nowhere/canary-path-7ca?canary-7cb`, { headers })).text();
    await (
      await fetch(`${baseUrl}/v1/decisions`, { headers: { authorization: 'Bearer sh_canary-7cc' } })
    ).text();
    // Its words come through a pipe, after its answers; that line is the last of them.
    await until('the last request in the log', () => server.lastWords().includes('"path":"/v1/decisions"'));
    listen();
    const words = said.join('\n');
    assert.doesNotMatch(words, /canary/);
    for (const secret of [apiKey, apiKey.slice(-20), password]) assert.ok(!words.includes(secret));
  } finally {
    assert.equal(await server.stop(), 0);
  }
});
