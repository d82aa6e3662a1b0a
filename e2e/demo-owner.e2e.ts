import { after, test } from 'node:test';
import { paths } from '../src/console/paths.ts';
import { until } from '../src/testing/until.ts';
import { openBrowser } from './browser/open-browser.ts';
import { openProduct } from './browser/open-product.ts';

const product = await openProduct(['demo', '--speed', '30', '--reviewers', '6', '--opening', '500']);
after(() => product.close());
const browser = await openBrowser();
after(() => browser.close());

const page = await browser.visitor();

test('the second link lets the owner of the policy in', async () => {
  await page.goto(await product.printed(/Open (\S+) in another browser/));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Olivia Owner' }).waitFor();
});

test('the owner sees how far confidence can be trusted, from the audit and from a validation set', async () => {
  await page.goto(product.baseUrl + paths.calibration());
  const known = page.getByText('by the audit');
  const heldBack = page.getByRole('button', { name: 'Remove Banking77, held back' });
  await until('a reliability curve from audit labels, and the validation set', async () => {
    await page.reload();
    await known.or(page.getByText('Nothing here has been judged yet.')).waitFor();
    return (await known.isVisible()) && (await heldBack.isVisible());
  });
  await page.getByText('Every label comes from simulated people.').waitFor();
});

test('a certificate is proposed', async () => {
  await page.goto(product.baseUrl + paths.certificates());
  const looser = page.getByRole('button', { name: /^Ask for at most/ });
  await until('enough labels for one limit or another', async () => {
    await page.reload();
    await page.getByText('This cannot be certified yet').waitFor();
    return looser.waitFor({ timeout: 3000 }).then(
      () => true,
      () => false,
    );
  });
  await looser.click();
  await page.getByText('This can be certified').waitFor();
  await page.getByRole('button', { name: 'Issue the certificate' }).waitFor();
});

test('the stricter draft is replayed over the past and published', async () => {
  await page.goto(product.baseUrl + paths.policies());
  await page.getByRole('row').filter({ hasText: 'Stricter' }).getByRole('link').click();
  await page.getByRole('link', { name: 'Replay over the past' }).click();
  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  await page.getByRole('heading', { name: 'Replay of version 2' }).waitFor();
  await page.getByText(/^released; \d+\s%\sbefore/).waitFor();
  await page.getByRole('link', { name: 'Open version 2' }).click();
  await page.getByRole('button', { name: 'Publish …' }).click();
  const asked = page.getByRole('dialog', { name: 'Publish version 2?' });
  await asked.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByRole('status').getByText('Version 2 is in force.').waitFor();
});
