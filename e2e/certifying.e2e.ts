import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { paths } from '../src/console/paths.ts';
import { claimNext, submitVerdict } from '../src/contract/reviews.ts';
import { until } from '../src/testing/until.ts';
import { barriersOn } from './browser/barriers.ts';
import { furnish, model } from './browser/furnish.ts';
import { openBrowser } from './browser/open-browser.ts';
import { openProduct } from './browser/open-product.ts';
import { signInAt } from './browser/sign-in.ts';

const product = await openProduct();
after(() => product.close());
const browser = await openBrowser();
after(() => browser.close());
const house = await furnish(product);
const { owner, machine } = house;
const page = await browser.visitor();
await signInAt(page, { baseUrl: product.baseUrl, ...house.administrator });
const useCaseId = await addUseCase();

test('labelled rows are imported or every bad one is named, and a map fitted to them comes into a draft', async () => {
  await page.goto(product.baseUrl + paths.calibration({ useCaseId }));
  await page.getByText('Nothing here has been judged yet.').waitFor();
  const fit = page.getByRole('button', { name: 'Fit', exact: true });
  assert.equal(await fit.getAttribute('title'), 'There are no labels to fit to.');
  const file = page.locator('input[type="file"]');
  await file.setInputFiles(csv('bad.csv', ['confidence,correct', '0.9,true', '1.5,false', '0.4,perhaps']));
  const refused = page.getByRole('alert');
  await refused.getByText('row 3').waitFor();
  await refused.getByText('row 4').waitFor();

  await file.setInputFiles(csv('held-out.csv', ['confidence,correct', ...tooConfident()]));
  await page.getByRole('status').getByText('1,000 rows imported as “held-out”.').waitFor();
  await page.getByText('too confident by').waitFor();
  await page.getByRole('button', { name: 'Show as table' }).click();
  await page.getByRole('table').first().getByRole('row').nth(3).waitFor();
  await fit.click();
  const proposed = page.getByRole('row').filter({ hasText: 'proposed' });
  await proposed.getByRole('button', { name: 'Keep' }).click();
  await page.getByRole('status').getByText('Map 1 is kept.').waitFor();

  await page.getByRole('button', { name: 'Draft a policy with map 1' }).click();
  const dialog = page.getByRole('dialog', { name: 'A draft with map 1' });
  await dialog.getByRole('button', { name: 'Make the draft' }).click();
  await dialog.getByRole('listitem').filter({ hasText: 'release' }).first().waitFor();
  await dialog.getByRole('link', { name: 'Open the draft' }).click();
  await page.getByRole('heading', { level: 1, name: 'Support questions, version 2' }).waitFor();
  assert.equal(
    await page.getByLabel('When', { exact: true }).inputValue(),
    'calibrated >= thresholds.release',
  );
  assert.equal(await page.getByLabel(model, { exact: true }).inputValue(), '1');
});

test('without labels a certificate says what is missing; with enough it is issued and comes into force', async () => {
  for await (const line of machine.submitMany(decisions())) assert.ok('decision' in line);
  await page.goto(product.baseUrl + paths.certificates({ useCaseId, targetError: 0.1 }));
  const preview = async (words: string) => {
    await until(words, async () => {
      // Labels and decisions are read from what the ledger says, a moment after it was done.
      await page.reload();
      const missing = page.getByText('This cannot be certified yet');
      const there = page.getByText('This can be certified');
      await missing.or(there).or(page.getByText('There are no decisions of')).waitFor();
      return page.getByText(words).isVisible();
    });
  };
  await preview('This cannot be certified yet');
  await page.getByText(/needed at or above/).waitFor();
  await page.getByText(/more labels above the best threshold are needed/).waitFor();
  assert.deepEqual(await barriersOn(page), []);
  await judgeEverything();
  await preview('This can be certified');

  await page.goto(product.baseUrl + paths.certificates({ useCaseId, targetError: 0.01 }));
  await preview('This cannot be certified yet');
  const looser = page.getByRole('button', { name: /^Ask for at most \d+\s%$/ });
  await looser.waitFor();
  assert.deepEqual(await barriersOn(page), []);
  await looser.click();
  await page.getByText('This can be certified').waitFor();
  await page.goto(product.baseUrl + paths.certificates({ useCaseId, targetError: 0.1 }));
  await preview('This can be certified');

  await page.getByRole('radio', { name: 'Released errors among all decisions, in expectation' }).check();
  await page.getByText(/^In expectation, at most 10 % of all decisions/).waitFor();
  assert.equal(await page.getByRole('slider', { name: 'With this confidence' }).count(), 0);
  assert.deepEqual(await barriersOn(page), []);
  await page.getByRole('radio', { name: 'Released errors among all decisions', exact: true }).check();
  await page.getByText(/^With 95 % confidence, at most 10 % of all decisions/).waitFor();
  await page.getByRole('radio', { name: 'Errors among what is released' }).check();
  await page.getByText(/^With 95 % confidence, at most 10 % of what scores/).waitFor();

  const limit = page.getByRole('slider', { name: 'Errors among what is released, at most' });
  await limit.focus();
  await page.keyboard.press('ArrowRight');
  await page.getByText('at most: 15 %').waitFor();
  await page.getByRole('button', { name: 'Issue the certificate' }).click();
  await page.getByRole('heading', { level: 1, name: /^release ≥ / }).waitFor();
  const certificate = page.url();
  await page.getByText('It begins to watch when the certificate comes into force.').waitFor();
  await page.getByRole('button', { name: 'Use it in a draft' }).click();
  await page
    .getByText(/Threshold "release" (went|now)/)
    .first()
    .waitFor();
  assert.deepEqual(await barriersOn(page), []);
  await page.getByText('Rules', { exact: true }).click();
  await page.getByRole('link', { name: 'Its certificate' }).waitFor();
  await page.getByRole('button', { name: 'Publish …' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click();
  await page
    .getByRole('status')
    .getByText(/^Version \d is in force\.$/)
    .waitFor();
  await page.goto(certificate);
  await page.getByText('in force', { exact: true }).waitFor();
  await page.getByText(/audited releases since it came into force/).waitFor();
  assert.deepEqual(await barriersOn(page), []);

  const certificateId = certificate.split('/').at(-1) ?? '';
  await owner.certificates.revokeCertificate({ certificateId, note: 'A new shop opened.' });
  await page.goto(product.baseUrl + paths.overview());
  const ended = page.getByRole('region', { name: '1 certificate in use has ended' });
  await ended.getByText('what it released is held').waitFor();
  assert.deepEqual(await barriersOn(page), []);
  await ended.getByRole('link', { name: 'Support questions: release' }).click();
  await page.getByRole('heading', { name: 'Revoked' }).waitFor();
});

async function addUseCase(): Promise<string> {
  const made = await owner.useCases.createUseCase({
    slug: 'support',
    name: 'Support questions',
    riskClass: 'limited',
    outputKind: 'class',
    classes: ['refund', 'other'].map((name) => ({ name, impact: 1 })),
    undoSeconds: 0,
  });
  const of = { useCaseId: made.useCaseId };
  await owner.models.registerModelVersion({ ...of, name: model });
  const { policyVersionId, revision } = await owner.policies.draftPolicy({
    ...of,
    document: {
      thresholds: [{ name: 'release', value: 0.5 }],
      rules: [{ name: 'Sure', when: 'confidence >= thresholds.release', route: { kind: 'release' } }],
      otherwise: { kind: 'hold', dueSeconds: 3600, timeout: { action: 'keep-holding' } },
      audit: { rate: 0.8 },
    },
  });
  await owner.policies.publishPolicy({ policyVersionId, revision, inForce: null });
  return made.useCaseId;
}

function csv(name: string, lines: readonly string[]) {
  return { name, mimeType: 'text/csv', buffer: Buffer.from(`${lines.join('\n')}\n`) };
}

/** A thousand rows of a model that says 0.5 to 1 and is right less often than that: by the square. */
function tooConfident(): string[] {
  return Array.from({ length: 1000 }, (_, i) => {
    const confidence = 0.5 + (i % 50) / 100;
    // Spread evenly over the twenty rows of each confidence.
    const right = (Math.floor(i / 50) + 0.5) / 20 < confidence ** 2;
    return `${confidence.toFixed(2)},${right}`;
  });
}

/** Above 0.8 the model is right, below it is wrong half of the time. */
function decisions() {
  return Array.from({ length: 300 }, (_, i) => {
    const confidence = 0.5 + (i % 50) / 100;
    const truth = confidence > 0.8 || Math.floor(i / 50) % 2 === 0 ? 'refund' : 'other';
    return { useCase: 'support', model, input: truth, output: 'refund', label: 'refund', confidence };
  });
}

/** Everything the audit drew, by a reviewer who reads the truth off the input. */
async function judgeEverything(): Promise<void> {
  const { call } = await house.signedIn(await house.addPerson('Rita Reviewer'));
  for (;;) {
    const { claim } = await call(claimNext, { body: { useCaseId } });
    if (!claim) return;
    const { item, claimToken } = claim;
    const verdict =
      item.input === item.output
        ? { kind: 'approve' as const }
        : { kind: 'edit' as const, output: item.input };
    await call(submitVerdict, { params: { taskId: item.taskId }, body: { claimToken, ...verdict } });
  }
}
