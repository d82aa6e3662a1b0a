import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { paths } from '../src/console/paths.ts';
import type { PolicyDocument } from '../src/contract/policies.ts';
import { steerhouseOf } from '../src/sdk/steerhouse.ts';
import { until } from '../src/testing/until.ts';
import { barriersOn } from './browser/barriers.ts';
import { atTheDesk, verdictButton } from './browser/desk.ts';
import { furnish, type Login, model } from './browser/furnish.ts';
import { openBrowser } from './browser/open-browser.ts';
import { openProduct } from './browser/open-product.ts';
import { signInAt } from './browser/sign-in.ts';

const product = await openProduct();
after(() => product.close());
const browser = await openBrowser();
after(() => browser.close());
const house = await furnish(product);
const { owner, machine } = house;
const page = await pageOf(house.administrator);

let triageId = '';

const hold = { kind: 'hold', dueSeconds: 3600, timeout: { action: 'keep-holding' } } as const;

test('a high-risk policy comes into force through another person, and is rolled back in one click', async () => {
  const { useCaseId } = await owner.useCases.createUseCase({
    slug: 'credit',
    name: 'Credit limits',
    riskClass: 'high',
    outputKind: 'text',
  });
  await owner.models.registerModelVersion({ useCaseId, name: model });
  await page.goto(product.baseUrl + paths.policies({ useCaseId }));
  await page.getByRole('button', { name: 'New draft' }).click();
  await page.getByRole('button', { name: 'Add a rule' }).click();
  await page.getByLabel('When', { exact: true }).fill('confidence >=');
  const rule = page.getByRole('listitem').filter({ has: page.getByLabel('Name of rule 1') });
  await rule.getByText('The condition ends too early').waitFor();
  const submit = page.getByRole('button', { name: 'Save and submit' });
  assert.equal(await submit.getAttribute('title'), '1 problem to solve first.');
  await page.getByLabel('When', { exact: true }).fill('confidence >= 0.9');
  await page.getByLabel('Then, of rule 1').selectOption({ label: 'Release at once' });
  await submit.click();
  await page.getByRole('status').getByText('Version 1 waits for approval by another person.').waitFor();
  const approve = page.getByRole('button', { name: 'Approve' });
  assert.equal(
    await approve.getAttribute('title'),
    'You had a hand in it: another person has to approve it.',
  );
  assert.ok(await approve.isDisabled());

  const paul = await house.addPerson('Paul Policy', ['policy-owner']);
  const second = await pageOf(paul);
  await second.goto(page.url());
  await second.getByRole('button', { name: 'Approve' }).click();
  await second.getByRole('button', { name: 'Publish …' }).click();
  await second.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click();
  await second.getByRole('status').getByText('Version 1 is in force.').waitFor();
  await second.close();

  await publishByTwo(useCaseId, paul, { rules: [], otherwise: hold, audit: { rate: 0.1 } });
  await page.goto(product.baseUrl + paths.policies({ useCaseId }));
  await page.getByRole('heading', { name: 'Credit limits: version 2 is in force' }).waitFor();
  await page.getByRole('button', { name: 'Roll back to version 1 …' }).click();
  const asked = page.getByRole('dialog', { name: 'Roll back to version 1?' });
  await asked.getByText('Rule "New rule" was added').waitFor();
  await asked.getByRole('button', { name: 'Roll back now' }).click();
  await page.getByRole('heading', { name: 'Credit limits: version 3 is in force' }).waitFor();
  await page.getByRole('code').filter({ hasText: 'confidence >= 0.9' }).waitFor();
});

test('replayed over the past, a stricter draft releases less, and shows which decisions it would hold', async () => {
  const useCaseId = await addReleasing('triage');
  triageId = useCaseId;
  const decisions = Array.from({ length: 100 }, (_, i) => decisionAbout('triage', (i + 0.5) / 100));
  for await (const line of machine.submitMany(decisions)) assert.ok('decision' in line);
  const { policyVersionId } = await owner.policies.draftPolicy({
    useCaseId,
    document: releasingAbove(0.9),
  });
  await page.goto(product.baseUrl + paths.policyVersion(policyVersionId));
  await page.getByRole('link', { name: 'Replay over the past' }).click();
  await page.getByLabel('By', { exact: true }).first().selectOption({ label: 'class' });
  await until('the replay of version 2', async () => {
    // Decisions are read from segments, which follow a moment after they were recorded.
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    const started = page.getByRole('heading', { name: 'Replay of version 2' });
    await started.or(page.getByText('No decisions were recorded in this window.')).waitFor();
    return started.isVisible();
  });
  const result = page.getByRole('region', { name: '100 decisions' });
  await result.getByText('released; 50 % before').waitFor();
  await result.getByText('10 %').first().waitFor();
  const examples = page.getByRole('region', { name: 'Examples' });
  await examples.getByRole('table').waitFor();
  assert.deepEqual(await barriersOn(page), []);
  await examples.getByRole('row').filter({ hasText: 'Held' }).getByRole('link').first().click();
  await page.getByRole('heading', { name: 'Why this way' }).waitFor();
  await page.getByText('confidence >= thresholds.release').first().waitFor();
});

test('a threshold found in a sweep fills in the form of a shadow, or becomes a draft', async () => {
  const sweep = page.getByRole('region', { name: 'All thresholds at once' });
  await page.goto(product.baseUrl + paths.replays({ useCaseId: triageId }));
  await sweep.getByRole('button', { name: 'Sweep' }).click();
  await sweep.getByRole('slider', { name: 'Threshold' }).press('ArrowRight');
  const draft = sweep.getByRole('button', { name: 'Draft with release at' });
  const value = /at ([\d.]+)$/.exec((await draft.textContent()) ?? '')?.[1] ?? '';
  assert.ok(Number(value) > 0.5, `it is beyond the one in force: ${value}`);
  await sweep.getByRole('link', { name: 'Try it in a shadow' }).click();
  await page.getByRole('heading', { name: 'Run something beside' }).waitFor();
  assert.equal(await page.getByLabel('Threshold', { exact: true }).inputValue(), 'release');
  assert.equal(await page.getByLabel('Value', { exact: true }).inputValue(), value);

  await page.goto(product.baseUrl + paths.replays({ useCaseId: triageId, score: 'confidence' }));
  await sweep.getByRole('slider', { name: 'Threshold' }).press('ArrowRight');
  await draft.click();
  await page.getByRole('heading', { name: 'Questions of triage, version 3' }).waitFor();
  assert.equal(
    await page.getByLabel('Note about this version').inputValue(),
    `release at ${value}, from a sweep of confidence`,
  );
  const { items } = await owner.policies.listPolicyVersions({ useCaseId: triageId });
  assert.deepEqual(items[0]?.document.thresholds, [{ name: 'release', value: Number(value) }]);

  const narrow = await browser.visitor({ viewport: { width: 390, height: 844 } });
  await signInAt(narrow, { baseUrl: product.baseUrl, ...house.administrator });
  await narrow.goto(product.baseUrl + paths.policies({ useCaseId: triageId }));
  const below = narrow.getByRole('row').getByText(`release at ${value}, from a sweep of confidence`);
  await below.filter({ visible: true }).waitFor();
  assert.deepEqual(await barriersOn(narrow), []);
  await narrow.close();
});

test('a standing approval releases what would be held, and nothing more once it is revoked', async () => {
  const useCaseId = await addReleasing('campaign');
  await page.goto(product.baseUrl + paths.standingApprovals({ useCaseId }));
  await page.getByLabel('Which decisions').fill('label == "refnd"');
  await page.getByText('refnd').last().waitFor();
  const approve = page.getByRole('button', { name: 'Approve', exact: true });
  assert.ok(await approve.isDisabled());
  await page.getByLabel('Which decisions').fill('label == "refund" && confidence > 0.2');
  await page.getByLabel('Why').fill('Everybody is refunded this week.');
  await approve.click();
  await page.getByRole('status').getByText('It counts from the next decision on.').waitFor();

  const [released, held] = await Promise.all(
    [0.3, 0.1].map((confidence) => machine.decisions.submitDecision(decisionAbout('campaign', confidence))),
  );
  assert.deepEqual([released?.state, held?.state], ['released', 'held']);
  const row = page.getByRole('row').filter({ hasText: 'Everybody is refunded this week.' });
  await row.getByRole('link', { name: /^1 decisions under/ }).click();
  await page.getByRole('link', { name: 'refund', exact: true }).click();
  await page.getByText('Released by the standing approval of Ada Admin').waitFor();

  await page.getByRole('link', { name: 'standing approval', exact: true }).click();
  await row.getByRole('button', { name: 'Revoke' }).click();
  await row.getByText('revoked').waitFor();
  const after = await machine.decisions.submitDecision(decisionAbout('campaign', 0.3));
  assert.equal(after.state, 'held');
});

test('two reviewers choose the same class blind, and that settles it', async () => {
  const useCaseId = await addReleasing('blind', {
    rules: [],
    otherwise: {
      ...hold,
      kind: 'consensus',
      judgements: { least: 2, most: 3 },
      meanwhile: 'hold',
      blind: true,
    },
    audit: { rate: 0 },
  });
  const { decisionId } = await machine.decisions.submitDecision(decisionAbout('blind', 0.7));
  for (const [number, name] of ['Una First', 'Duo Second'].entries()) {
    const desk = await pageOf(await house.addPerson(name));
    await desk.goto(product.baseUrl + paths.review({ useCaseId }));
    await atTheDesk(desk);
    await desk.getByText(`judgement ${number + 1} of 2 to 3; blind`).waitFor();
    assert.equal(await verdictButton(desk, 'Approve').count(), 0, 'nobody approves what they do not see');
    assert.equal(await desk.getByText('0.70').count(), 0, 'the confidence is hidden');
    assert.deepEqual(await barriersOn(desk), []);
    const other = desk.getByRole('list', { name: 'Classes' }).getByRole('button', { name: 'other' });
    await until('a class chosen', async () => {
      await other.click();
      return (await other.getAttribute('aria-pressed')) === 'true';
    });
    await desk.getByRole('button', { name: 'Send “other”' }).click();
    await desk.getByText('Nothing waits here.').waitFor();
    if (number === 0) await findsNothingHidden(desk, decisionId);
    await desk.close();
  }
  const outcome = await machine.decisions.getOutcome({ decisionId, wait: 30 });
  assert.deepEqual([outcome.state, outcome.output], ['edited', 'other']);
  await page.goto(product.baseUrl + paths.decision(decisionId));
  const story = page.getByRole('region', { name: 'What happened' }).getByRole('listitem');
  await story.filter({ hasText: 'Duo Second' }).first().waitFor();
});

test('one person asks for a lower risk class, and another one confirms it', async () => {
  const { useCaseId } = await owner.useCases.createUseCase({
    ...{ slug: 'loans', name: 'Loans', riskClass: 'high', outputKind: 'text' },
  });
  await page.goto(product.baseUrl + paths.oneUseCase(useCaseId));
  await page.getByLabel('Risk class').selectOption({ label: 'Limited' });
  await page.getByRole('button', { name: 'Save settings' }).click();
  const asked = page.getByRole('region', { name: 'Lower the risk class to limited?' });
  const confirm = asked.getByRole('button', { name: 'Confirm limited risk' });
  await confirm.waitFor();
  assert.equal(await confirm.getAttribute('title'), 'You asked for it, so somebody else has to confirm it.');
  await page.getByText('high risk, owned by').waitFor();
  assert.deepEqual(await barriersOn(page), []);

  const second = await pageOf(await house.addPerson('Olga Other', ['policy-owner']));
  await second.goto(page.url());
  await second.getByRole('button', { name: 'Confirm limited risk' }).click();
  await second.getByRole('status').getByText('The risk class is lower now.').waitFor();
  await second.getByText('limited risk, owned by').waitFor();
  assert.equal(await second.getByLabel('Risk class').inputValue(), 'limited');
  await second.close();
});

/** What the desk hides from who judges, the page of the decision and the list hide as well. */
async function findsNothingHidden(desk: Page, decisionId: string): Promise<void> {
  await desk.goto(product.baseUrl + paths.decision(decisionId));
  await desk.getByText('Hidden until it has been judged').waitFor();
  await desk.getByText('It is judged blind, and you could be asked: rule').waitFor();
  assert.equal(await desk.getByText('refund').count(), 0, 'the class is hidden');
  assert.deepEqual(await barriersOn(desk), []);
  await desk.goto(product.baseUrl + paths.decisions());
  const row = desk.getByRole('row').filter({ hasText: 'judged blind' });
  await row.getByText('hidden').waitFor();
  assert.equal(await row.getByText('refund').count(), 0);
}

async function pageOf(login: Login): Promise<Page> {
  const opened = await browser.visitor();
  await signInAt(opened, { baseUrl: product.baseUrl, ...login });
  return opened;
}

/** A use case with two classes, whose policy releases above a threshold of one half. */
async function addReleasing(slug: string, document = releasingAbove(0.5)): Promise<string> {
  const { useCaseId } = await owner.useCases.createUseCase({
    slug,
    name: `Questions of ${slug}`,
    riskClass: 'limited',
    outputKind: 'class',
    classes: ['refund', 'other'].map((name) => ({ name, impact: 1 })),
    undoSeconds: 0,
  });
  await owner.models.registerModelVersion({ useCaseId, name: model });
  const { policyVersionId, revision } = await owner.policies.draftPolicy({ useCaseId, document });
  await owner.policies.publishPolicy({ policyVersionId, revision, inForce: null });
  return useCaseId;
}

function releasingAbove(value: number): PolicyDocument {
  return {
    thresholds: [{ name: 'release', value }],
    rules: [{ name: 'Sure', when: 'confidence >= thresholds.release', route: { kind: 'release' } }],
    otherwise: hold,
    audit: { rate: 0 },
  };
}

function decisionAbout(useCase: string, confidence: number) {
  return { useCase, model, input: 'Where is my money?', output: 'refund', label: 'refund', confidence };
}

/** The administrator writes and submits it, the other person approves and publishes it. */
async function publishByTwo(useCaseId: string, other: Login, document: PolicyDocument): Promise<void> {
  const draft = await owner.policies.draftPolicy({ useCaseId, document });
  const { policyVersionId } = draft;
  const submitted = await owner.policies.submitPolicy({ policyVersionId, revision: draft.revision });
  const second = steerhouseOf(await house.signedIn(other));
  const { revision } = await second.policies.approvePolicy({
    policyVersionId,
    revision: submitted.revision,
  });
  await second.policies.publishPolicy({ policyVersionId, revision, inForce: draft.basedOn });
}
