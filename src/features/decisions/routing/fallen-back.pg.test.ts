// Thresholds that fall back after their certificate ended, on the way that live decisions take.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Certificate } from '../../../contract/certificates.ts';
import type { NewDecision } from '../../../contract/decisions.ts';
import type { PolicyDocument } from '../../../contract/policies.ts';
import { addTraffic } from '../../../testing/graded-traffic.ts';
import { publishDocument } from '../../../testing/publish-document.ts';
import { openStage } from '../../../testing/stage.ts';
import { openStageWork } from '../../../testing/stage-work.ts';
import { issueCertificate } from '../../certificates/issuing/issue-certificate.ts';
import { revokeCertificate } from '../../certificates/standing/revoke-certificate.ts';
import { getDecision } from '../reading/get-decision.ts';

const policy: PolicyDocument = {
  rules: [{ name: 'Sure', when: 'confidence >= thresholds.auto', route: { kind: 'release' } }],
  otherwise: { kind: 'hold', dueSeconds: 900, timeout: { action: 'keep-holding' } },
  thresholds: [{ name: 'auto', value: 0.99 }],
  audit: { rate: 1 },
};
const stage = await openStage({ policy });
const { deps, owner, useCaseId, modelVersionId } = stage;
const { submit } = await openStageWork(stage);
await addTraffic(stage, {
  ...{ decisions: 6000, fromDaysAgo: 5, toDaysAgo: 1, auditRate: 1 },
  rightAt: (confidence) => 0.7 + 0.3 * confidence,
});
const now = () => deps.clock.now();
const window = {
  from: new Date(now().getTime() - 6 * 86_400_000).toISOString(),
  before: new Date(now().getTime() - 43_200_000).toISOString(),
};

const issue = (targetError: number) =>
  issueCertificate(
    deps,
    owner,
    { useCaseId, modelVersionId, threshold: 'auto', targetError, confidenceLevel: 0.95, ...window },
    now(),
  );
const revoke = ({ certificateId }: Certificate) =>
  revokeCertificate(deps, owner, { certificateId, note: 'Too many complaints' }, now());

async function routeOf(confidence: number, change: Partial<NewDecision> = {}): Promise<string> {
  return (await submit({ confidence, ...change })).route;
}

const [loose, strict] = [await issue(0.1), await issue(0.05)];
const between = (loose.value + strict.value) / 2;
const { certificateId, value } = loose;
await publishDocument(deps, owner, {
  useCaseId,
  document: { ...policy, thresholds: [{ name: 'auto', value, certificateId }] },
});

test('while the certificate is in force, what reaches its threshold is released', async () => {
  assert.ok(loose.value < strict.value, `${loose.value} ${strict.value}`);
  assert.equal(await routeOf(between), 'release');
  assert.equal(await routeOf(loose.value - 0.01), 'hold');
});

test('from its revocation on the next stricter one counts: what only the loose one released is held', async () => {
  const before = await submit({ confidence: between });
  await revoke(loose);
  const held = await submit({ confidence: between });
  assert.deepEqual([before.route, held.route, held.released], ['release', 'hold', false]);
  assert.equal(await routeOf(strict.value), 'release');
  const detail = await getDecision(deps, owner, held.decisionId);
  assert.deepEqual(detail.context?.thresholds, { auto: strict.value }, 'it says what it was routed by');
  assert.equal((await getDecision(deps, owner, before.decisionId)).context, null);
});

test('of decisions that come while it is revoked none is released by it after its end', async () => {
  const submitted: Promise<string>[] = [];
  let done = false;
  const pour = async () => {
    while (!done) {
      submitted.push(routeOf(0.999));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  };
  const pouring = pour();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await revoke(strict);
  // Whatever is submitted from here on knows of it.
  const after = await Promise.all(Array.from({ length: 20 }, () => routeOf(0.999)));
  done = true;
  await pouring;
  assert.deepEqual(new Set(after), new Set(['hold']));
  const routes = await Promise.all(submitted);
  const lastReleased = routes.lastIndexOf('release');
  assert.ok(lastReleased < routes.length - 1, 'those that came last were held');
});

test('with no certificate left nothing passes, however sure the model is, in any slice', async () => {
  for (const change of [{}, { label: 'fraud' }, { metadata: { country: 'DE' } }])
    assert.equal(await routeOf(1, change), 'hold');
});

test('a policy with a threshold of its own is in force at once, and nothing has fallen back any more', async () => {
  await publishDocument(deps, owner, { useCaseId, document: policy });
  const routed = await submit({ confidence: 0.995 });
  assert.equal(routed.route, 'release');
  assert.equal((await getDecision(deps, owner, routed.decisionId)).context, null);
});
