// Numbers that differ by slice, in the editor: thresholds by class and by a field, and a map for a slice.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { paths } from '../src/console/paths.ts';
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
const { owner } = house;
const page = await browser.visitor();
await signInAt(page, { baseUrl: product.baseUrl, ...house.administrator });
const { useCaseId, modelVersionId } = await addUseCase();

test('a threshold gets values by a field, from a list or by any text, with the keyboard as well', async () => {
  const { policyVersionId } = await owner.policies.draftPolicy({
    useCaseId,
    document: releasing('confidence'),
  });
  await page.goto(product.baseUrl + paths.policyVersion(policyVersionId));
  const by = page.getByLabel('By what release differs');
  await by.selectOption({ label: 'different by channel' });
  const another = page.getByLabel('A channel with release of its own');
  await another.selectOption('app');
  await page.getByLabel('Value of release for channel "app"').fill('0.95');
  await another.selectOption('web');
  assert.equal(await another.count(), 0, 'every channel has a value now');
  assert.equal(await by.count(), 0, 'a threshold is parted by one thing');
  assert.deepEqual(await barriersOn(page), []);
  for (const channel of ['app', 'web'])
    await page.getByRole('button', { name: `Nothing of its own for channel "${channel}"` }).click();
  await by.selectOption({ label: 'different by country' });
  const country = page.getByLabel('A country with release of its own');
  await country.fill('CH');
  await country.press('Enter');
  await country.fill('FR');
  await page.getByRole('button', { name: 'Add release for this country' }).click();
  await page.getByLabel('Value of release for country "FR"').fill('0.7');
  assert.deepEqual(await barriersOn(page), []);
  await page.keyboard.press('Control+s');
  await page.getByTitle('Everything is saved.').waitFor();
  const { document } = await owner.policies.getPolicyVersion({ policyVersionId });
  assert.deepEqual(document.thresholds, [
    { name: 'release', value: 0.8, bySlice: { by: 'metadata.country', values: { CH: 0.8, FR: 0.7 } } },
  ]);
});

test('a map fitted to a slice comes into a draft for that slice, and can be taken out of it', async () => {
  await publish('confidence');
  const forAll = await keepMap({});
  await owner.calibration.draftWithMap({ useCaseId, number: forAll });
  await publish('calibrated', { [model]: forAll });
  const number = await keepMap({ sliceBy: 'metadata.channel', slice: 'app' });
  await page.goto(product.baseUrl + paths.calibration({ useCaseId }));
  await page.getByRole('button', { name: `Draft a policy with map ${number}` }).click();
  const dialog = page.getByRole('dialog', { name: `A draft with map ${number}` });
  await dialog.getByText('Only the values for channel "app" move').waitFor();
  assert.deepEqual(await barriersOn(page), []);
  await dialog.getByRole('button', { name: 'Make the draft' }).click();
  await dialog
    .getByRole('listitem')
    .filter({ hasText: 'for channel "app", which releases the same' })
    .waitFor();
  await dialog.getByRole('link', { name: 'Open the draft' }).click();
  await page.getByLabel('Value of release for channel "app"').waitFor();
  const map = page.getByLabel(`the map of ${model} for channel "app"`);
  assert.equal(await map.inputValue(), String(number));
  assert.deepEqual(await barriersOn(page), []);
  await page.getByLabel(`A channel with the map of ${model} of its own`).selectOption('web');
  assert.equal(await page.getByLabel(`the map of ${model} for channel "web"`).inputValue(), String(forAll));
  await page.getByRole('button', { name: 'Nothing of its own for channel "app"' }).last().click();
  assert.equal(await map.count(), 0);
});

function releasing(score: string) {
  return {
    thresholds: [{ name: 'release', value: 0.8 }],
    rules: [{ name: 'Sure', when: `${score} >= thresholds.release`, route: { kind: 'release' as const } }],
    otherwise: { kind: 'hold' as const, dueSeconds: 3600, timeout: { action: 'keep-holding' as const } },
    audit: { rate: 0.1 },
  };
}

async function publish(score: string, calibration: Record<string, number> = {}): Promise<void> {
  const document = { ...releasing(score), calibration };
  const { policyVersionId, revision } = await owner.policies.draftPolicy({ useCaseId, document });
  const { items } = await owner.policies.listPolicyVersions({ useCaseId });
  const inForce = items.find(({ state }) => state === 'published')?.policyVersionId ?? null;
  await owner.policies.publishPolicy({ policyVersionId, revision, inForce });
}

async function keepMap(of: { sliceBy?: string; slice?: string }): Promise<number> {
  const [{ validationSetId } = { validationSetId: '' }] = (
    await owner.validationSets.listValidationSets({ useCaseId })
  ).items;
  const asked = { useCaseId, modelVersionId, source: 'validation' as const, validationSetId, ...of };
  return (await owner.calibration.proposeCalibrationMap({ ...asked, method: 'temperature' })).number;
}

/** Too confident in the app alone. */
async function addUseCase() {
  const { useCaseId } = await owner.useCases.createUseCase({
    slug: 'support',
    name: 'Support questions',
    riskClass: 'limited',
    outputKind: 'text',
    metadataFields: [
      { name: 'channel', type: 'string', required: true, values: ['app', 'web'] },
      { name: 'country', type: 'string', required: false },
    ],
  });
  const { modelVersionId } = await owner.models.registerModelVersion({ useCaseId, name: model });
  const rows = Array.from({ length: 2000 }, (_, i) => {
    const confidence = (500 + ((i * 7) % 500)) / 1000;
    const app = i % 2 === 0;
    return {
      confidence,
      correct: ((i * 37) % 100) / 100 < (app ? 0.2 + confidence * 0.4 : confidence),
      metadata: { channel: app ? 'app' : 'web' },
    };
  });
  await owner.validationSets.importValidationSet({ useCaseId, modelVersionId, name: 'Held out', rows });
  return { useCaseId, modelVersionId };
}
