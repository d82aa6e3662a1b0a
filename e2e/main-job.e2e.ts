import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { until } from '../src/testing/until.ts';
import { decisionOnDesk, pressUntil } from './browser/desk.ts';
import { openBrowser } from './browser/open-browser.ts';
import { openProduct } from './browser/open-product.ts';

const product = await openProduct(['demo', '--speed', '20', '--reviewers', '2', '--opening', '0']);
after(() => product.close());
const browser = await openBrowser();
after(() => browser.close());

const page = await browser.visitor();
const visitor = 'Vera Visitor';
let judged = '';

test('the printed link lets the visitor in, and traffic arrives while they watch', async () => {
  await page.goto(await product.printed(/open (\S+) to be signed in/));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  await page.getByRole('button', { name: visitor }).waitFor();
  await page.getByText('Includes simulated reviewers').waitFor();
  const loads = await page.evaluate(() => performance.getEntriesByType('navigation').length);
  const first = await until('decisions on the overview', decisionsShown);
  const second = await until('more decisions', async () => more(await decisionsShown(), first));
  await until('still more decisions', async () => more(await decisionsShown(), second));
  await page.getByText(/^Live/).waitFor();
  assert.equal(await page.evaluate(() => performance.getEntriesByType('navigation').length), loads);
});

test('by keyboard alone the visitor takes an item, picks another class, takes it back and decides anew', async () => {
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await page.getByRole('heading', { level: 1, name: 'Review' }).waitFor();
  await page.getByRole('link', { name: 'All my queues' }).waitFor();
  await page.keyboard.press('a');
  const panel = page.getByRole('complementary', { name: 'Your verdict' });
  judged = await decisionOnDesk(page);
  const classes = panel.getByRole('list', { name: 'Most probable classes' }).getByRole('button');
  const other = classes.nth(1);
  await pressUntil(page, '2', other, 'aria-pressed', 'true');
  await page.keyboard.press('Control+Enter');
  const undo = page.getByRole('button', { name: 'Undo' });
  await undo.waitFor();
  await page.keyboard.press('z');
  await until('the item back on the desk', async () => (await decisionOnDesk(page)) === judged);
  assert.equal(await other.getAttribute('aria-pressed'), 'true', 'what was chosen is still chosen');
  await pressUntil(page, 'e', page.getByRole('combobox', { name: 'Another class' }), 'aria-expanded', 'true');
  // As fast as a person: the desk ignores what comes before anybody can have read the item.
  await page.keyboard.type('lost or stolen phone', { delay: 30 });
  await page.keyboard.press('Enter');
  await panel.getByRole('button', { name: 'Send “lost_or_stolen_phone”' }).waitFor();
  await page.keyboard.press('Control+Enter');
  await until('the next item', async () => (await decisionOnDesk(page)) !== judged);
});

test('the decision tells what the visitor did, and every step proves itself in the browser', async () => {
  await page.goto(`${product.baseUrl}${judged}`);
  const story = page.getByRole('region', { name: 'What happened' }).getByRole('listitem');
  const given = story.filter({ hasText: visitor }).filter({ hasText: 'verdict.given' });
  await given.nth(1).waitFor();
  assert.equal(await given.count(), 2);
  await story.filter({ hasText: visitor }).filter({ hasText: 'verdict.withdrawn' }).waitFor();
  // The effect leaves with the end of the undo window; an audited item was in use meanwhile and is corrected.
  await page.getByText('lost_or_stolen_phone').first().waitFor();
  await page
    .getByText(/^(Edited|Corrected)$/)
    .first()
    .waitFor();
  await given.nth(1).getByRole('button', { name: 'Verify verdict.given' }).click();
  await until('a receipt that holds', async () => {
    const again = page.getByRole('button', { name: 'Look again' });
    if (await again.isVisible()) await again.click();
    return page.getByText('Verified in this browser').isVisible();
  });
  await page.getByRole('button', { name: 'Try it: change one character' }).click();
  await page.getByText('Refused: one character was changed, and the proof no longer fits').waitFor();
});

test('a lower threshold, once published, releases the next decisions that were held before', async () => {
  await page.goto(`${product.baseUrl}/decisions`);
  await page.getByRole('button', { name: 'Filters' }).click();
  await page.getByLabel('Confidence from').fill('0.6');
  await page.getByLabel('Confidence below').fill('0.84');
  await page.getByLabel('Confidence below').press('Enter');
  await page.getByLabel('Route', { exact: true }).selectOption({ label: 'Released' });
  await page.getByText('No decision matches these filters').waitFor();
  const unsure = page.url();

  await page.getByRole('link', { name: 'Policies' }).click();
  await page.getByRole('heading', { name: 'Banking support intents: version 1 is in force' }).waitFor();
  await page.getByRole('button', { name: 'New draft' }).click();
  const threshold = page.getByLabel('Value of confident', { exact: true });
  assert.equal(await threshold.inputValue(), '0.85');
  await threshold.fill('0.6');
  await page.getByRole('button', { name: 'Publish …' }).click();
  const asked = page.getByRole('dialog', { name: 'Publish version 3?' });
  await asked.getByText('version 1 no longer does').waitFor();
  await asked.getByRole('button', { name: 'Save and publish' }).click();
  await page.getByRole('status').getByText('Version 3 is in force.').waitFor();

  await page.goto(unsure);
  const rows = page.getByRole('table').getByRole('link');
  await until('released decisions of middling confidence', async () => {
    await page.getByRole('button', { name: 'Refresh' }).click();
    return (await rows.count()) > 0;
  });
  await rows.first().click();
  await page.getByRole('link', { name: 'version 3' }).waitFor();
  await page.getByText('confidence >= thresholds.confident').first().waitFor();
});

test('the ledger grows while one looks at it', async () => {
  await page.goto(`${product.baseUrl}/ledger`);
  const shown = async () =>
    numberIn(await page.getByRole('region', { name: 'Entries in the log' }).textContent());
  const first = await until('a size', shown);
  await until('a larger size', async () => more(await shown(), first));
  await page.getByText('Everything is in.').or(page.getByText('the oldest for')).waitFor();
});

async function decisionsShown(): Promise<number | null> {
  return numberIn(await page.getByText(/^[\d,]+ decisions? in /).textContent());
}

function numberIn(text: string | null): number | null {
  const digits = /[\d,]+/.exec((text ?? '').replace(/^\D+/, ''))?.[0];
  return digits ? Number(digits.replaceAll(',', '')) : null;
}

function more(now: number | null, before: number): number | null {
  return now !== null && now > before ? now : null;
}
