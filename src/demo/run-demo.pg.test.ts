import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openPersonClient } from '../sdk/person-client.ts';
import { steerhouseOf } from '../sdk/steerhouse.ts';
import { testDatabase } from '../testing/database.ts';
import { runServer } from '../testing/run-server.ts';
import { until } from '../testing/until.ts';
import { keepCredentials, readCredentials } from './credentials.ts';
import type { DemoOptions } from './demo-options.ts';
import { type RunningDemo, runDemo } from './run-demo.ts';

const options: DemoOptions = {
  ...{ speed: 30, perMinute: 40, reviewers: 4, experts: 1 },
  opening: 150,
  seed: 3,
};

const { url } = await testDatabase();
const server = await runServer({ DATABASE_URL: url });
const folder = mkdtempSync(join(tmpdir(), 'steerhouse-demo-'));
let running = await startDemo(server.firstRunToken);
after(async () => {
  running.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});
const client = openPersonClient({ baseUrl: server.baseUrl });
await client.signIn({ email: running.demo.owner.email, password: running.demo.owner.password });
const owner = steerhouseOf(client);
const useCaseId = (await owner.useCases.listUseCases()).items[0]?.useCaseId ?? '';

async function startDemo(firstRunToken: string | null): Promise<{ demo: RunningDemo; stop: () => void }> {
  const stopping = new AbortController();
  const demo = await runDemo({
    ...{ baseUrl: server.baseUrl, firstRunToken, folder, options },
    signal: stopping.signal,
  });
  demo.failed.catch((error) => assert.fail(error));
  return { demo, stop: () => stopping.abort() };
}

async function modelVersionId(): Promise<string> {
  const [model] = (await owner.models.listModelVersions({ useCaseId })).items;
  return model?.modelVersionId ?? '';
}

test('a past comes in time lapse, judged by people who are marked as simulated', async () => {
  assert.equal(running.demo.opening, options.opening);
  await until('the whole opening', () => readCredentials(folder).opened === options.opening);
  const labels = await until('labels', async () => {
    const report = await owner.calibration.getReliability({
      ...{ useCaseId, modelVersionId: await modelVersionId() },
      source: 'graded',
    });
    return report.labels.audited > 10 && report.labels.routed > 10 && report.labels;
  });
  assert.equal(labels.simulated, labels.graded);
});

test('every pattern of routing comes up', async () => {
  const routes = await until('a decision on each route', async () => {
    const { items } = await owner.decisions.listDecisions({ limit: 200 });
    const seen = new Set(items.map(({ route }) => route));
    return seen.size >= 4 && seen;
  });
  for (const route of ['release', 'hold', 'release-and-review', 'consensus'] as const)
    assert.ok(routes.has(route), route);
});

test('the owner finds a validation set, a stricter draft and its shadow', async () => {
  await until('the desk', () => readCredentials(folder).prepared);
  const [set] = (await owner.validationSets.listValidationSets({ useCaseId })).items;
  assert.equal(set?.rows, 1000);
  assert.ok((set?.wrong ?? 0) > 100 && (set?.wrong ?? 0) < 300);
  const versions = (await owner.policies.listPolicyVersions({ useCaseId })).items;
  assert.deepEqual(
    versions.map(({ state }) => state),
    ['draft', 'published'],
  );
  const [shadow] = (await owner.shadows.listShadows({ useCaseId })).items;
  await until('decisions that the shadow has seen', async () => {
    const { total } = await owner.shadows.compareShadow({ shadowId: shadow?.shadowId ?? '' });
    return total.moved > 0;
  });
});

test('what a start laid on the desk is not laid there again, although it was stopped before it could note that', async () => {
  running.stop();
  keepCredentials(folder, { ...readCredentials(folder), prepared: false });
  running = await startDemo(null);
  await until('the desk', () => readCredentials(folder).prepared);
  assert.equal((await owner.validationSets.listValidationSets({ useCaseId })).items.length, 1);
  assert.equal((await owner.policies.listPolicyVersions({ useCaseId })).items.length, 2);
  assert.equal((await owner.shadows.listShadows({ useCaseId })).items.length, 1);
});

test('a certificate is proposed, or what it would take, and the owner may publish', async () => {
  const preview = await owner.certificates.previewCertificate({
    ...{ useCaseId, modelVersionId: await modelVersionId(), threshold: 'confident' },
    ...{ targetError: 0.1, confidenceLevel: 0.95, statistic: 'betting' },
  });
  assert.ok(preview.outcome === 'certified' || (preview.needed.labels ?? 0) > 0, preview.sentence);
  const [draft, inForce] = (await owner.policies.listPolicyVersions({ useCaseId })).items;
  assert.ok(draft && inForce);
  const published = await owner.policies.publishPolicy({
    ...{ policyVersionId: draft.policyVersionId, revision: draft.revision },
    inForce: inForce.policyVersionId,
  });
  assert.equal(published.state, 'published');
});

test('the second start has its past behind it, and lays nothing on the desk again', async () => {
  running.stop();
  running = await startDemo(null);
  assert.equal(running.demo.opening, 0);
  const counted = async () => (await owner.decisions.listDecisions({ limit: 200 })).items[0]?.decisionId;
  const last = await counted();
  await until('traffic at the ordinary tempo', async () => (await counted()) !== last);
  assert.equal((await owner.validationSets.listValidationSets({ useCaseId })).items.length, 1);
  assert.equal((await owner.policies.listPolicyVersions({ useCaseId })).items.length, 2);
});
