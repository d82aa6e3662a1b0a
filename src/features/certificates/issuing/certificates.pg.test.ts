import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Certificate,
  type CertificatePreview,
  getCertificate,
  issueCertificate,
  listCertificates,
  previewCertificate,
} from '../../../contract/certificates.ts';
import type { Endpoint } from '../../../contract/endpoint.ts';
import { registerModelVersion, retireModelVersion } from '../../../contract/models.ts';
import { clopperPearsonUpper } from '../../../core/stats/clopper-pearson.ts';
import { addTraffic } from '../../../testing/graded-traffic.ts';
import { entriesWritten } from '../../../testing/review-desk.ts';
import { openStage, stagePolicy } from '../../../testing/stage.ts';
import { openStageServer } from '../../../testing/stage-server.ts';

const stage = await openStage({ policy: { ...stagePolicy, audit: { rate: 0.2 } } });
const server = await openStageServer(stage);
const owner = await server.person('policy-owner');
const params = { useCaseId: stage.useCaseId };
const usual = {
  modelVersionId: stage.modelVersionId,
  threshold: 'auto',
  targetError: 0.05,
  confidenceLevel: 0.95,
};

type Problem = { code: string; detail: string; todo: string; facts: Record<string, unknown> };
type Certified = Extract<CertificatePreview, { outcome: 'certified' }>;
type NotCertifiable = Extract<CertificatePreview, { outcome: 'not-certifiable' }>;

async function call<Answer>(endpoint: Endpoint, input: Parameters<typeof server.call>[2], by = owner) {
  const { status, body } = await server.call(endpoint, by, input);
  return { status, answer: body as Answer, problem: body as Problem };
}
/** Either of the two; tests look at what they expect. */
type Shown = Omit<Certified, 'outcome'> & Omit<NotCertifiable, 'outcome'> & { outcome: string };
const preview = (body = {}) => call<Shown>(previewCertificate, { params, body: { ...usual, ...body } });
const issue = (body = {}) => call<Certificate>(issueCertificate, { params, body: { ...usual, ...body } });

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString();
}

test('a window without decisions, and a model without any, are told apart from bad input', async () => {
  assert.equal((await preview()).problem.code, 'certificate.no-decisions');
  const nobody = '01990000-0000-7000-8000-000000000000';
  assert.equal((await preview({ modelVersionId: nobody })).problem.code, 'model.unknown');
  for (const body of [
    { targetError: 0 },
    { targetError: 1 },
    { targetError: -1 },
    { confidenceLevel: 1 },
    { confidenceLevel: 0 },
    { targetError: null },
    { threshold: 'Not a name' },
    { statistic: 'guess' },
  ])
    assert.equal((await preview(body)).status, 400, JSON.stringify(body));
  const turned = { from: daysAgo(1), before: daysAgo(2) };
  assert.equal((await preview(turned)).problem.code, 'labels.bad-window');
  assert.equal((await preview({ sliceBy: 'metadata.planet' })).problem.code, 'labels.bad-slice');
});

test('no label, one, and two that are too few: not certifiable, with what is missing and when it could be there', async () => {
  await addTraffic(stage, { decisions: 400, fromDaysAgo: 100, toDaysAgo: 99, auditRate: 0.2, response: 0 });
  const none = { from: daysAgo(101), before: daysAgo(98) };
  const { status, answer } = await preview(none);
  assert.deepEqual([status, answer.outcome, answer.labels.labels], [200, 'not-certifiable', 0]);
  assert.ok(answer.needed.labels !== null && answer.needed.labels >= 59);
  assert.ok(answer.needed.at && answer.needed.bestThreshold !== null);
  assert.match(
    answer.needed.sentence,
    /more labels above the best threshold.*at the present audit rate of 20 %/s,
  );
  assert.match(answer.labels.notes.join(' '), /Only 0 % of what people were to judge/);
  await addTraffic(stage, {
    decisions: 30,
    fromDaysAgo: 90,
    toDaysAgo: 89.9,
    auditRate: 0.2,
    rightAt: () => 1,
  });
  const few = await preview({ from: daysAgo(91), before: daysAgo(88) });
  assert.equal(few.answer.outcome, 'not-certifiable');
  assert.equal(
    (await issue({ from: daysAgo(91), before: daysAgo(88) })).problem.code,
    'certificate.not-certifiable',
  );
});

test('labels that contradict the model everywhere certify nothing, and say that more of them would not help', async () => {
  await addTraffic(stage, {
    decisions: 2000,
    fromDaysAgo: 80,
    toDaysAgo: 79,
    auditRate: 0.5,
    rightAt: () => 0.5,
  });
  const { answer } = await preview({ from: daysAgo(81), before: daysAgo(78), targetError: 0.01 });
  assert.equal(answer.outcome, 'not-certifiable');
  assert.equal(answer.needed.labels, null);
  assert.match(answer.needed.sentence, /At no threshold does the error look lower/);
});

const window = { from: daysAgo(12) };
let wrongShare: (above: number) => number;

test('enough labels: a threshold with its coverage, bound, ladder and load, the same every time', async () => {
  const rightAt = (confidence: number) => 0.8 + 0.2 * ((confidence - 0.5) / 0.5);
  wrongShare = (above) => 1 - rightAt((1 + above) / 2);
  await addTraffic(stage, { decisions: 20_000, fromDaysAgo: 10, auditRate: 0.2, routedBelow: 0.6, rightAt });
  const { status, answer } = await preview(window);
  assert.deepEqual([status, answer.outcome, answer.statistic], [200, 'certified', 'exact']);
  assert.ok(answer.threshold > 0.6 && answer.threshold < 1 && answer.coverage > 0.1);
  assert.ok(wrongShare(answer.threshold) <= 0.05);
  assert.equal(answer.upper, clopperPearsonUpper(answer.k, answer.n, 0.95));
  assert.ok((answer.upper ?? 1) <= 0.05);
  const step = answer.ladder.find(({ threshold }) => threshold === answer.threshold);
  assert.deepEqual([step?.n, step?.k, step?.passed], [answer.n, answer.k, true]);
  const [strictest] = answer.ladder;
  assert.ok(strictest && strictest.coverage < 0.02);
  const { reviewsPerDay, interval, reviewsPerDayNow } = answer.load;
  const perDay = 20_000 / 10;
  assert.ok(Math.abs(reviewsPerDay - perDay * (1 - answer.coverage * 0.8)) < perDay * 0.02);
  assert.ok(interval.low <= reviewsPerDay && reviewsPerDay <= interval.high);
  assert.ok((reviewsPerDayNow ?? 0) > 0.3 * perDay);
  assert.match(
    answer.sentence,
    /^With 95 % confidence, at most 5 % of what scores at or above 0\.\d+ is wrong/,
  );
  assert.deepEqual((await preview(window)).answer, answer);
  assert.equal((await preview({ ...window, map: 3 })).problem.code, 'calibration.unknown-map');
});

test('a stricter target or a higher confidence never releases more', async () => {
  const coverages: number[] = [];
  for (const targetError of [0.1, 0.05, 0.03, 0.02]) {
    const { answer } = await preview({ ...window, targetError });
    coverages.push(answer.outcome === 'certified' ? answer.coverage : 0);
  }
  assert.deepEqual(
    coverages,
    [...coverages].sort((a, b) => b - a),
  );
});

test('every judged decision can be used with its probability, and bets say so', async () => {
  const exact = await preview(window);
  for (const statistic of ['betting', 'evidence']) {
    const { answer } = await preview({ ...window, statistic });
    assert.equal(answer.outcome, 'certified', statistic);
    assert.ok(wrongShare(answer.threshold) <= 0.05, statistic);
    assert.equal(answer.labels.labels > exact.answer.labels.labels, statistic === 'betting');
  }
});

test('by class, each class has its own threshold or is held', async () => {
  const { answer } = await preview({ ...window, sliceBy: 'label' });
  assert.equal(answer.outcome, 'certified');
  assert.deepEqual(Object.keys(answer.bySlice?.values ?? {}), ['fraud', 'other', 'refund']);
  assert.deepEqual(
    answer.slices.map(({ value }) => value),
    ['fraud', 'other', 'refund'],
  );
  for (const slice of answer.slices) assert.ok((slice.population ?? 0) > 5000 && slice.n > 0);
});

test('by a metadata field, each value has its own threshold or is held', async () => {
  const { answer } = await preview({ ...window, sliceBy: 'metadata.country' });
  assert.equal(answer.outcome, 'certified');
  assert.equal(answer.bySlice?.by, 'metadata.country');
  assert.deepEqual(Object.keys(answer.bySlice.values), ['DE', 'FR']);
  assert.deepEqual(
    answer.slices.map(({ value }) => value),
    ['DE', 'FR'],
  );
});

test('labels that came in since something was shown can be left out, whatever the statistic', async () => {
  const past = { from: daysAgo(51), before: daysAgo(48), targetError: 0.3 };
  const traffic = { decisions: 1000, fromDaysAgo: 50, toDaysAgo: 49, auditRate: 0.2, response: 0.5 };
  await addTraffic(stage, traffic);
  const statistics = ['exact', 'betting'];
  const shown = await Promise.all(statistics.map((statistic) => preview({ ...past, statistic })));
  await addTraffic(stage, { ...traffic, rightAt: () => 0 });
  for (const { answer } of shown) {
    const { statistic, labels } = answer;
    assert.ok(labels.upTo !== null);
    const pinned = await preview({ ...past, statistic, labelsUpTo: labels.upTo });
    // Evidence is kept in memory for a while; that of another window is not.
    const all = await preview({ ...past, from: daysAgo(52), statistic });
    const told = ({ upTo, labels: count, errors }: typeof labels) => [upTo, count, errors];
    assert.deepEqual(told(pinned.answer.labels), told(labels), statistic);
    assert.ok(all.answer.labels.errors > labels.errors, statistic);
  }
  const none = await preview({ ...past, labelsUpTo: 0 });
  assert.deepEqual([none.answer.labels.labels, none.answer.labels.upTo], [0, null]);
});

test('strata drawn at different rates are not counted together; bets take them, but not what is never drawn', async () => {
  await addTraffic(stage, {
    decisions: 3000,
    fromDaysAgo: 60,
    toDaysAgo: 59,
    auditRate: 0.5,
    stratum: 'vip',
  });
  await addTraffic(stage, { decisions: 3000, fromDaysAgo: 60, toDaysAgo: 59, auditRate: 0.1 });
  const mixed = { from: daysAgo(61), before: daysAgo(58), targetError: 0.3 };
  const { problem } = await preview(mixed);
  assert.equal(problem.code, 'certificate.mixed-rates');
  assert.deepEqual(problem.facts.rates, [0.1, 0.5]);
  assert.equal((await preview({ ...mixed, statistic: 'betting' })).status, 200);
  await addTraffic(stage, { decisions: 100, fromDaysAgo: 60, toDaysAgo: 59, auditRate: 0, stratum: 'dark' });
  const dark = await preview({ ...mixed, statistic: 'betting', before: daysAgo(58.5) });
  assert.equal(dark.problem.code, 'certificate.unaudited');
});

let issued: Certificate;

test('what was shown is issued, and stands in the ledger and the list', async () => {
  const { answer: shown } = await preview(window);
  const { from, before, labels } = shown;
  const { status, answer } = await issue({
    ...{ from, before, labelsUpTo: labels.upTo },
    ...{ validDays: 7, note: 'First' },
  });
  assert.equal(status, 201);
  assert.deepEqual(
    [answer.state, answer.value, answer.n, answer.k],
    ['issued', shown.threshold, shown.n, shown.k],
  );
  assert.deepEqual([answer.sentence, answer.ladder, answer.load], [shown.sentence, shown.ladder, shown.load]);
  assert.equal(Date.parse(answer.expiresAt) - Date.parse(answer.issuedAt), 7 * 86_400_000);
  assert.deepEqual([answer.guard.seen, answer.guard.errors, answer.guard.alarmed], [0, 0, false]);
  assert.ok(answer.guard.alarmAt >= 1000);
  const found = await call<Certificate>(getCertificate, { params: { certificateId: answer.certificateId } });
  assert.deepEqual(found.answer, answer);
  const list = await call<{ items: Certificate[] }>(listCertificates, { params, query: { state: 'issued' } });
  assert.deepEqual(list.answer.items, [answer]);
  const [told] = (await entriesWritten(stage.db)).filter(({ kind }) => kind === 'certificate.issued');
  assert.deepEqual([told?.facts.errors, told?.facts.targetErrorPpm], [answer.k, 50_000]);
  issued = answer;
});

test('the same certificate is issued once, also by two at once; another look is counted', async () => {
  const body = { ...window, targetError: 0.06 };
  const both = await Promise.all([issue(body), issue(body)]);
  assert.deepEqual(both.map(({ status }) => status).sort(), [201, 409]);
  const refused = both.find(({ status }) => status === 409);
  assert.equal(refused?.problem.code, 'certificate.already-issued');
  assert.ok(refused?.problem.facts.certificateId);
  const { answer } = await preview({ ...window, targetError: 0.07 });
  assert.equal(answer.looks, 2);
  assert.match(answer.labels.notes.join(' '), /may look once/);
});

test('only those who may, and only people, issue; whoever reads policies may look', async () => {
  const auditor = await server.person('auditor');
  assert.equal((await call(issueCertificate, { params, body: usual }, auditor)).status, 403);
  assert.equal(
    (await call(previewCertificate, { params, body: { ...usual, ...window } }, auditor)).status,
    200,
  );
  const key = await server.key();
  assert.equal((await call(issueCertificate, { params, body: usual }, key)).status, 403);
  assert.equal(
    (await call(getCertificate, { params: { certificateId: issued.useCaseId } })).problem.code,
    'certificate.unknown',
  );
});

test('a retired model version gets no certificate', async () => {
  const made = await call<{ modelVersionId: string }>(registerModelVersion, {
    params,
    body: { name: 'm-9' },
  });
  const { modelVersionId } = made.answer;
  await addTraffic(stage, { decisions: 500, modelVersionId, auditRate: 1, rightAt: () => 1 });
  assert.equal((await preview({ modelVersionId, ...window })).answer.outcome, 'certified');
  await call(retireModelVersion, { params: { modelVersionId } });
  assert.equal((await issue({ modelVersionId, ...window })).problem.code, 'certificate.model-retired');
});
