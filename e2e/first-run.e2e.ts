import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openBrowser } from './browser/open-browser.ts';
import { openProduct } from './browser/open-product.ts';

const product = await openProduct();
after(() => product.close());
const browser = await openBrowser();
after(() => browser.close());

const ada = { name: 'Ada Admin', email: 'ada@example.org', password: 'four plain words here' };
const grace = { name: 'Grace Guest', email: 'grace@example.org', password: 'five other plain words' };
const link = await product.printed(/Create the administrator at (\S+)/);
const page = await browser.visitor();
const secondTab = await browser.visitor();

test('whoever can read the terminal creates the administrator, with a password worth the name', async () => {
  await page.goto(product.baseUrl);
  await page.getByRole('heading', { name: 'Create the administrator' }).waitFor();
  assert.equal(await page.getByLabel('Token').inputValue(), '', 'a stranger has no token');
  for (const tab of [page, secondTab]) {
    await tab.goto(link);
    assert.match(await tab.getByLabel('Token').inputValue(), /\S{20,}/, 'the link brings it along');
  }
  await fillIn(page, { ...ada, password: 'aaaaaaaaaaaa' });
  const refusal = page.getByRole('alert');
  await refusal.getByText('It repeats the same few characters.').waitFor();
  assert.equal(await page.getByLabel('Your name').inputValue(), ada.name, 'what was typed stays');
  await fillIn(page, ada);
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  await page.getByRole('button', { name: ada.name }).waitFor();
});

test('an empty overview says what to do first, and each step leads there', async () => {
  for (const title of ['Say what is decided', 'Let your system in', 'Send a decision']) {
    await page.getByRole('heading', { name: title }).waitFor();
  }
  await page.getByText(`${product.baseUrl}/v1/decisions`).first().waitFor();
  await page.getByRole('link', { name: 'Create an API key' }).click();
  await page.getByRole('heading', { level: 1, name: 'API keys' }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
});

test('the token is worth nothing afterwards', async () => {
  await fillIn(secondTab, { ...ada, name: 'Mallory', email: 'mallory@example.org' });
  await secondTab.getByRole('alert').waitFor();
  await secondTab.goto(link);
  await secondTab.reload();
  await secondTab.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('a wrong sign-in does not tell whether the account exists, the right one leads back to the page asked for', async () => {
  await page.getByRole('button', { name: ada.name }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.goto(`${product.baseUrl}/people`);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  const said = [];
  for (const email of [ada.email, 'nobody@example.org']) {
    await signIn(page, { email, password: 'not the right one' });
    await page.getByRole('alert').getByText('E-mail address or password is wrong.').waitFor();
    said.push(((await page.getByRole('alert').textContent()) ?? '').replace(/Request.*/, ''));
    await page.reload();
  }
  assert.equal(said[0], said[1]);
  await signIn(page, ada);
  await page.getByRole('heading', { level: 1, name: 'People' }).waitFor();
  await page.getByRole('main').getByText(ada.email).first().waitFor();
});

test('whoever is added comes in by a link, and sets a password to come back with', async () => {
  await page.getByRole('button', { name: 'Add a person' }).click();
  const added = page.getByRole('dialog', { name: 'Add a person' });
  await added.getByLabel('Name').fill(grace.name);
  await added.getByLabel('E-mail').fill(grace.email);
  await added.getByRole('button', { name: 'Add and show the link' }).click();
  const invitation = await page.getByText(/\/sign-in\/link#/).textContent();
  await page.getByRole('button', { name: 'I have it' }).click();

  await secondTab.goto(invitation ?? '');
  await secondTab.getByRole('button', { name: 'Sign in' }).click();
  await secondTab.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  await secondTab.goto(`${product.baseUrl}/account`);
  await secondTab.getByText('set a password to sign in with next time').waitFor();
  assert.equal(await secondTab.getByLabel('Current password').count(), 0, 'there is none to ask for');
  await secondTab.getByLabel('New password').fill(grace.password);
  await secondTab.getByRole('button', { name: 'Set password' }).click();
  await secondTab.getByText('This is your password now.').waitFor();
  await secondTab.getByLabel('Current password').waitFor();

  await secondTab.getByRole('button', { name: 'Sign out everywhere' }).click();
  await signIn(secondTab, grace);
  await secondTab.getByRole('button', { name: grace.name }).waitFor();
});

test('a server that goes away is told on a page that only looks, and found again by itself', async () => {
  await page.getByRole('link', { name: 'Ledger' }).click();
  await page.getByRole('heading', { level: 1, name: 'Ledger' }).waitFor();
  await product.server.terminate();
  const lost = page.getByRole('status').getByText('Connection lost.');
  await lost.waitFor();
  await page.getByRole('link', { name: 'API keys' }).click();
  await page.getByRole('heading', { level: 1, name: 'This page could not be shown' }).waitFor();
  await product.restart();
  await page.getByRole('heading', { level: 1, name: 'API keys' }).waitFor();
  await lost.waitFor({ state: 'detached' });
});

async function fillIn(
  tab: Page,
  { name, email, password }: { name: string; email: string; password: string },
): Promise<void> {
  await tab.getByLabel('Your name').fill(name);
  await tab.getByLabel('E-mail').fill(email);
  await tab.getByLabel('Password', { exact: true }).fill(password);
  await tab.getByRole('button', { name: 'Create and sign in' }).click();
}

async function signIn(tab: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await tab.getByLabel('E-mail').fill(email);
  await tab.getByLabel('Password', { exact: true }).fill(password);
  await tab.getByRole('button', { name: 'Sign in' }).click();
}
