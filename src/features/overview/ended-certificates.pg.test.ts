import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getOverview, type Overview } from '../../contract/overview.ts';
import type { PolicyDocument } from '../../contract/policies.ts';
import { addTraffic } from '../../testing/graded-traffic.ts';
import { publishDocument } from '../../testing/publish-document.ts';
import { openStage } from '../../testing/stage.ts';
import { openStageServer } from '../../testing/stage-server.ts';
import { openStageWork } from '../../testing/stage-work.ts';
import { issueCertificate } from '../certificates/issuing/issue-certificate.ts';
import { expireCertificates } from '../certificates/standing/expire-certificates.ts';
import { revokeCertificate } from '../certificates/standing/revoke-certificate.ts';

const policy: PolicyDocument = {
  rules: [{ name: 'Sure', when: 'confidence >= thresholds.auto', route: { kind: 'release' } }],
  otherwise: { kind: 'hold', dueSeconds: 900, timeout: { action: 'keep-holding' } },
  thresholds: [{ name: 'auto', value: 0.99 }],
  audit: { rate: 1 },
};
const stage = await openStage({ policy });
const { deps, useCaseId, modelVersionId } = stage;
const { bringNews } = await openStageWork(stage);
const server = await openStageServer(stage);
let person = await server.person('policy-owner');
await addTraffic(stage, {
  decisions: 6000,
  fromDaysAgo: 5,
  toDaysAgo: 1,
  auditRate: 1,
  rightAt: (confidence) => 0.7 + 0.3 * confidence,
});
const began = stage.deps.clock.now().getTime();

async function ended(query: Record<string, unknown> = {}): Promise<Overview['endedCertificates']> {
  const answer = await server.call(getOverview, person, { query });
  assert.equal(answer.status, 200, answer.text);
  return (answer.body as Overview).endedCertificates;
}

async function putInForce(validDays: number): Promise<string> {
  const asked = {
    useCaseId,
    modelVersionId,
    threshold: 'auto',
    targetError: validDays === 1 ? 0.05 : 0.06,
    confidenceLevel: 0.95,
    from: new Date(began - 6 * 86_400_000).toISOString(),
    before: new Date(began - 43_200_000).toISOString(),
    validDays,
  };
  const { certificateId, value } = await issueCertificate(deps, stage.owner, asked, deps.clock.now());
  const document = { ...policy, thresholds: [{ name: 'auto', value, certificateId }] };
  await publishDocument(deps, stage.owner, { useCaseId, document }, deps.clock.now());
  await bringNews();
  return certificateId;
}

test('a certificate that a policy stands on is told of when it was revoked, until the policy no longer names it', async () => {
  const certificateId = await putInForce(30);
  assert.deepEqual(await ended(), [], 'while it holds there is nothing to tell');
  const at = deps.clock.now();
  await revokeCertificate(deps, stage.owner, { certificateId, note: 'A new shop opened.' }, at);
  const told = await ended();
  assert.deepEqual(told, [
    {
      certificateId,
      useCaseId,
      useCaseName: told[0]?.useCaseName,
      threshold: 'auto',
      state: 'revoked',
      endedAt: at.toISOString(),
      because: 'by-hand',
      sentence: 'No other certificate of auto stands that is stricter: what it released is held.',
    },
  ]);
  assert.deepEqual(await ended({ useCaseId }), told);
  assert.deepEqual(await ended({ useCaseId: modelVersionId }), [], 'it is of another use case');
  await publishDocument(deps, stage.owner, { useCaseId, document: policy }, deps.clock.now());
  assert.deepEqual(await ended(), []);
});

test('one that expired is told of, too', async () => {
  const certificateId = await putInForce(1);
  stage.moveClock(2 * 86_400_000);
  await expireCertificates(deps, deps.clock.now());
  person = await server.person('policy-owner');
  assert.deepEqual(
    (await ended()).map((one) => [one.certificateId, one.state, one.because]),
    [[certificateId, 'expired', null]],
  );
});
