import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { paths, type patterns } from '../src/console/paths.ts';
import { startReplay } from '../src/contract/replays.ts';
import { claimTask, submitVerdict } from '../src/contract/reviews.ts';
import { startShadow } from '../src/contract/shadows.ts';
import { issueStandingApproval } from '../src/contract/standing-approvals.ts';
import { personRoles } from '../src/core/access/permissions.ts';
import { barriersOn } from './browser/barriers.ts';
import { atTheDesk } from './browser/desk.ts';
import { furnish, type House } from './browser/furnish.ts';
import { openBrowser } from './browser/open-browser.ts';
import { openProduct } from './browser/open-product.ts';
import { signInAt } from './browser/sign-in.ts';
import { stopsWithoutMark } from './browser/tab-stops.ts';

/** A view of a page: its address, and what is opened on it before it is looked at. */
type View = { path: string; open?: (page: Page) => Promise<unknown> };
/** No page can be forgotten: a new one is a missing key here. */
type Views = Record<keyof typeof patterns, readonly View[]>;

const product = await openProduct();
after(() => product.close());
const browser = await openBrowser();
after(() => browser.close());
const complaints: string[] = [];
const stranger = await watched();
const person = await watched();
let house: House;

test('welcome can be used by everybody', async () => {
  const welcome = new URL(await product.printed(/Create the administrator at (\S+)/));
  await lookAt(stranger, { path: `${welcome.pathname}${welcome.hash}` });
});

const nothingYet: Views = {
  overview: [{ path: paths.overview() }],
  review: [{ path: paths.review() }, { path: paths.review({ all: true }) }],
  decisions: [{ path: paths.decisions() }, { path: paths.decisions({ state: 'edited', route: 'hold' }) }],
  decision: [{ path: paths.decision('0198c0de-0000-7000-8000-000000000000') }],
  policies: [{ path: paths.policies() }],
  policyVersion: [{ path: paths.policyVersion('0198c0de-0000-7000-8000-000000000000') }],
  calibration: [{ path: paths.calibration() }],
  certificates: [{ path: paths.certificates() }],
  certificate: [{ path: paths.certificate('0198c0de-0000-7000-8000-000000000000') }],
  replays: [{ path: paths.replays() }],
  replay: [{ path: paths.replay('0198c0de-0000-7000-8000-000000000000') }],
  shadows: [{ path: paths.shadows() }],
  shadow: [{ path: paths.shadow('0198c0de-0000-7000-8000-000000000000') }],
  standingApprovals: [{ path: paths.standingApprovals() }],
  useCases: [{ path: paths.allUseCases() }],
  useCase: [{ path: paths.oneUseCase('0198c0de-0000-7000-8000-000000000000') }],
  ledger: [
    { path: paths.ledger() },
    { path: paths.ledger({ about: '0198c0de-0000-7000-8000-000000000000' }) },
  ],
  people: [{ path: paths.people() }],
  apiKeys: [{ path: paths.apiKeys() }],
  account: [{ path: paths.account() }],
  signIn: [],
  signInLink: [],
  welcome: [],
};

test('while there is nothing yet', async (t) => {
  house = await furnish(product);
  const login = await house.addPerson('Alma All', personRoles);
  await signInAt(person, { baseUrl: product.baseUrl, ...login });
  for (const [name, views] of Object.entries(nothingYet)) {
    if (views.length > 0) await t.test(`${name} can be used by everybody`, () => lookAtAll(person, views));
  }
});

test('with data', async (t) => {
  const full = await fillHouse();
  for (const [name, views] of Object.entries(full.person)) {
    if (views.length > 0) await t.test(`${name} can be used by everybody`, () => lookAtAll(person, views));
  }
  for (const view of full.stranger) {
    await t.test(`${view.path} can be used by everybody`, () => lookAt(stranger, view));
  }
});

test('the API reference is served whole from here', async () => {
  await person.goto(`${product.baseUrl}/docs`);
  await person.getByRole('heading', { name: 'Steerhouse' }).waitFor();
  await person.getByText('Decision points: what is decided').waitFor();
});

test('no page broke the content security policy, complained, or asked anybody else', () => {
  assert.deepEqual(complaints, []);
});

/** A window whose complaints are kept. Refused requests are part of some pages and no complaint. */
async function watched(): Promise<Page> {
  const page = await browser.visitor({ reducedMotion: 'reduce' });
  page.on('console', (message) => {
    const refused =
      /Failed to load resource: the server responded with a status of 40[0134]|^ProblemError: There is no /;
    if (message.type() === 'error' && !refused.test(message.text())) complain(page, message.text());
  });
  page.on('pageerror', (error) => complain(page, String(error)));
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== product.baseUrl) complain(page, `asks ${request.url()}`);
  });
  return page;
}

function complain(page: Page, what: string): void {
  complaints.push(`${new URL(page.url()).pathname}: ${what}`);
}

async function lookAtAll(page: Page, views: readonly View[]): Promise<void> {
  for (const view of views) await lookAt(page, view);
}

async function lookAt(page: Page, { path, open }: View): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
  // A document anew for each: nothing of the page before remains.
  await page.goto('about:blank');
  await page.goto(`${product.baseUrl}${path}`);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await open?.(page);
  assert.match(await page.title(), /\S · Steerhouse$/);
  assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1, 'one first heading');
  const found = [...(await barriersOn(page)).map((one) => `light: ${one}`)];
  if (!open)
    found.push(
      ...(await stopsWithoutMark(page, path === paths.overview() ? 'body' : 'main')).map(
        (one) => `no focus to be seen: ${one}`,
      ),
    );
  await page.emulateMedia({ colorScheme: 'dark' });
  // The page hears of the other scheme after the browser does.
  await page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
  found.push(...(await barriersOn(page)).map((one) => `dark: ${one}`));
  await page.setViewportSize({ width: 360, height: 740 });
  found.push(...(await barriersOn(page)).map((one) => `narrow: ${one}`));
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  if (width > 360) found.push(`narrow: ${width} px wide, so it scrolls sideways`);
  assert.deepEqual(found, [], path);
}

/** Decisions in several states, a draft, and people: what a page shows when it is in use. */
async function fillHouse(): Promise<{ person: Views; stranger: View[] }> {
  const { useCaseId, policyVersionId } = await house.addQueue({
    slug: 'support',
    name: 'Support questions',
    riskClass: 'limited',
    outputKind: 'class',
    classes: ['refund', 'fraud', 'other'].map((name) => ({ name, impact: 1 })),
    metadataFields: [{ name: 'channel', type: 'string', required: false }],
    reasonCodes: [{ code: 'wrong', label: 'Wrong class' }],
    guideline: '# How\n\nBe **kind**, and see `fraud`.\n\n- one\n- two',
    undoSeconds: 0,
  });
  const classified = {
    output: 'refund',
    label: 'refund',
    probabilities: { refund: 0.6, fraud: 0.3, other: 0.1 },
  };
  const [edited] = await house.submit('support', [
    { ...classified, input: 'Where is my money?', metadata: { channel: 'web' } },
    { ...classified, input: 'What is this?' },
    { ...classified, input: [{ role: 'user', content: 'Hello' }] },
  ]);
  const judge = await house.signedIn(await house.addPerson('Rita Reviewer'));
  const { taskId = '', decisionId = '' } = edited ?? {};
  const { claimToken } = await judge.call(claimTask, { params: { taskId } });
  await judge.call(submitVerdict, {
    params: { taskId },
    body: { claimToken, kind: 'edit', output: 'fraud', comment: 'Somebody else paid.' },
  });
  const { document } = await house.owner.policies.getPolicyVersion({ policyVersionId });
  const draft = await house.owner.policies.draftPolicy({
    useCaseId,
    document: {
      ...document,
      thresholds: [{ name: 'release', value: 0.85, bySlice: { by: 'label', values: { fraud: 0.99 } } }],
      rules: [
        {
          name: 'Fraud',
          when: 'label == "fraud" && confidence <',
          route: {
            kind: 'consensus',
            judgements: { least: 2, most: 3 },
            meanwhile: 'hold',
            blind: true,
            dueSeconds: 3600,
            timeout: { action: 'safe-output', afterSeconds: 7200, output: 'other' },
          },
        },
        { name: 'Sure', when: 'confidence >= thresholds.release', route: { kind: 'release' } },
      ],
      audit: { rate: 0.1, strata: [{ name: 'unsure', when: 'confidence < 0.9', rate: 0.2 }] },
      overload: {
        limits: [{ tier: 1, backlog: 200 }],
        steps: [{ action: 'sample-less', factor: 0.5 }],
        everySeconds: 300,
      },
    },
  });
  const stricter = await house.owner.policies.draftPolicy({
    useCaseId,
    document: {
      ...document,
      rules: [{ name: 'Sure', when: 'confidence >= 0.85', route: { kind: 'release' } }],
    },
  });
  const [{ modelVersionId = '' } = {}] = (await house.owner.models.listModelVersions({ useCaseId })).items;
  const { validationSetId } = await house.owner.validationSets.importValidationSet({
    useCaseId,
    modelVersionId,
    name: 'Held out',
    rows: Array.from({ length: 60 }, (_, i) => ({ confidence: 0.5 + (i % 5) / 10, correct: i % 3 > 0 })),
  });
  const { call } = house.owner.client;
  const params = { useCaseId };
  const { replayId } = await call(startReplay, {
    params,
    body: {
      policyVersionId: stricter.policyVersionId,
      from: new Date(Date.now() - 3_600_000).toISOString(),
      before: new Date().toISOString(),
    },
  });
  const { shadowId } = await call(startShadow, {
    params,
    body: { name: 'Beside', policyVersionId: stricter.policyVersionId },
  });
  await call(issueStandingApproval, {
    params,
    body: {
      scope: 'label == "refund"',
      reason: 'Read once',
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    },
  });
  await house.owner.access.createPerson({ email: 'new@example.org', name: 'Nele New', roles: ['auditor'] });
  return {
    person: {
      overview: [{ path: paths.overview() }],
      review: [
        { path: paths.review() },
        { path: paths.review({ useCaseId }), open: atTheDesk },
        { path: paths.review({ useCaseId }), open: keySheet },
        { path: paths.review({ useCaseId }), open: (page) => withKey(page, 's') },
      ],
      decisions: [{ path: paths.decisions() }, { path: paths.decisions({ useCaseId, state: 'held' }) }],
      decision: [{ path: paths.decision(decisionId) }, { path: paths.decision(decisionId), open: verified }],
      policies: [{ path: paths.policies() }, { path: paths.policies({ useCaseId }) }],
      policyVersion: [
        { path: paths.policyVersion(policyVersionId) },
        { path: paths.policyVersion(draft.policyVersionId) },
        { path: paths.policyVersion(stricter.policyVersionId, { view: 'changes' }) },
        { path: paths.policyVersion(stricter.policyVersionId, { view: 'text' }) },
      ],
      calibration: [
        { path: paths.calibration({ useCaseId }) },
        {
          path: paths.calibration({ useCaseId, modelVersionId, source: 'validation', validationSetId }),
          open: fitted,
        },
      ],
      certificates: [{ path: paths.certificates({ useCaseId }) }],
      certificate: [],
      replays: [{ path: paths.replays({ useCaseId }) }, { path: paths.replays({ useCaseId }), open: swept }],
      replay: [{ path: paths.replay(replayId), open: replayed }],
      shadows: [{ path: paths.shadows({ useCaseId }) }],
      shadow: [{ path: paths.shadow(shadowId) }],
      standingApprovals: [{ path: paths.standingApprovals({ useCaseId }) }],
      useCases: [{ path: paths.allUseCases() }],
      useCase: [{ path: paths.oneUseCase(useCaseId) }],
      ledger: [{ path: paths.ledger({ about: decisionId }) }],
      people: [
        { path: paths.people() },
        { path: paths.people(), open: (page) => dialog(page, 'Add a person') },
      ],
      apiKeys: [
        { path: paths.apiKeys() },
        { path: paths.apiKeys(), open: (page) => dialog(page, 'Create an API key') },
      ],
      account: [{ path: paths.account() }],
      signIn: [],
      signInLink: [],
      welcome: [],
    },
    stranger: [
      { path: paths.signIn() },
      { path: paths.signInLink() },
      { path: `${paths.signInLink()}#token=used` },
    ],
  };
}

async function replayed(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Errors', exact: true }).waitFor();
}

async function fitted(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Show as table' }).click();
  await page.getByRole('button', { name: 'Fit', exact: true }).click();
  await page.getByRole('table', { name: 'Proposed maps' }).or(page.getByText('isotonic').last()).waitFor();
}

async function swept(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sweep' }).click();
  await page.getByRole('slider', { name: 'Threshold' }).waitFor();
}

async function keySheet(page: Page): Promise<void> {
  await atTheDesk(page);
  await page.keyboard.press('Shift+?');
  await page.getByRole('dialog', { name: 'Keys on this page' }).waitFor();
}

async function withKey(page: Page, key: string): Promise<void> {
  await atTheDesk(page);
  await page.keyboard.press(key);
  await page.getByRole('dialog').waitFor();
}

async function dialog(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name }).click();
  await page.getByRole('dialog', { name }).waitFor();
}

async function verified(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^Verify/ })
    .first()
    .click();
  await page.getByText('Verified in this browser').waitFor();
}
