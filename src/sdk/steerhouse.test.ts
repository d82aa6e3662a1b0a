import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpoints } from '../contract/index.ts';
import { answerJson, startOutsideServer } from '../testing/outside-server.ts';
import { openSteerhouse } from './steerhouse.ts';

test('every endpoint of the contract is a method under its word', () => {
  const steerhouse = openSteerhouse({ baseUrl: 'http://127.0.0.1:1' });
  for (const { word, endpoint } of endpoints) {
    const methods = steerhouse[word] as Record<string, unknown>; // walked by name here
    assert.equal(typeof methods[endpoint.id], 'function', endpoint.id);
  }
});

test('one flat object is sorted into path, query and body', async () => {
  const seen: string[] = [];
  const server = await startOutsideServer((request, body, reply) => {
    seen.push(`${request.method} ${request.url} ${request.headers.authorization} ${body}`);
    answerJson(reply, 200, {});
  });
  const steerhouse = openSteerhouse({ baseUrl: server.baseUrl, apiKey: 'sh_1' });
  await steerhouse.policies.publishPolicy({ policyVersionId: 'a/b', revision: 3, inForce: null });
  await steerhouse.decisions.getOutcome({ decisionId: 'd', wait: 5 });
  const tile = await steerhouse.ledger.logTile({ path: '0/x001/067' });
  await tile.text();
  await server.close();
  assert.deepEqual(seen, [
    'POST /v1/policies/a%2Fb/publish Bearer sh_1 {"revision":3,"inForce":null}',
    'GET /v1/decisions/d/outcome?wait=5 Bearer sh_1 ',
    'GET /log/tile/0/x001/067 Bearer sh_1 ',
  ]);
});
