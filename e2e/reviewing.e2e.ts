import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { openDatabase } from '../src/db/database.ts';
import { sql } from '../src/db/sql.ts';
import { steerhouseOf } from '../src/sdk/steerhouse.ts';
import { until } from '../src/testing/until.ts';
import { atTheDesk, choose, decisionOnDesk, verdictButton } from './browser/desk.ts';
import { furnish, type Login } from './browser/furnish.ts';
import { msUntilPainted } from './browser/next-item.ts';
import { openBrowser } from './browser/open-browser.ts';
import { openProduct } from './browser/open-product.ts';
import { signInAt } from './browser/sign-in.ts';
import { databaseUrlOf } from './durability/server-process.ts';

const product = await openProduct();
after(() => product.close());
const db = openDatabase({ url: databaseUrlOf(product.dataDir), connections: 2 });
after(() => db.close());
const browser = await openBrowser();
after(() => browser.close());
const house = await furnish(product);

test('text, JSON, conversations and pictures are shown as what they are', async () => {
  const useCaseId = await addQueue('kinds');
  const picture =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  await house.submit('kinds', [
    { input: 'Where is my parcel?', output: 'It comes today.' },
    { input: { order: { number: 4711, items: ['lamp'] } }, output: 'Send it.' },
    {
      input: [
        { role: 'user', content: 'My lamp is broken.' },
        { role: 'assistant', content: 'Since when?' },
      ],
      output: 'Replace it.',
    },
    { input: { type: 'image', data: picture, alt: 'The broken lamp' }, output: 'Refund it.' },
  ]);
  const page = await deskOf(await house.addPerson('Kim Kinds'), useCaseId);
  const main = page.getByRole('main');
  await main.getByText('Where is my parcel?').waitFor();
  await approve(page);
  await main.getByText('4711').waitFor();
  await approve(page);
  const turns = page.getByRole('list', { name: 'What came in' }).getByRole('listitem');
  await turns.nth(1).waitFor();
  assert.deepEqual(await turns.allTextContents(), ['userMy lamp is broken.', 'assistantSince when?']);
  await approve(page);
  const shown = page.getByRole('img', { name: 'The broken lamp' });
  await shown.waitFor();
  assert.equal(await shown.evaluate((image: HTMLImageElement) => image.naturalWidth), 1);
  await approve(page);
  await page.getByText('Nothing waits here.').waitFor();
});

test('the next item is on screen while the verdict is still on its way', async (t) => {
  const useCaseId = await addQueue('speed');
  const texts = Array.from({ length: 9 }, (_, i) => `Question number ${i + 1}.`);
  const held = await house.submit(
    'speed',
    texts.map((input) => ({ input, output: `Answer to: ${input}` })),
  );
  const page = await deskOf(await house.addPerson('Sam Speed'), useCaseId);
  const took: number[] = [];
  for (const [i, text] of texts.slice(0, -2).entries()) {
    await page.getByRole('main').getByText(text, { exact: true }).waitFor();
    await nextIsThere(page, useCaseId);
    await choose(page, 'Reject');
    took.push(await msUntilPainted(page, 'a', texts[i + 1] ?? ''));
  }
  const [median] = took.toSorted((a, b) => a - b).slice(3);
  t.diagnostic(`next item on screen after ${Math.round(median ?? 0)} ms (median of ${took.length})`);
  t.diagnostic(`all, in ms: ${took.map(Math.round).join(', ')}`);

  const [last, waited] = [texts.at(-2) ?? '', held.at(-2)?.taskId ?? ''];
  await page.getByRole('main').getByText(last, { exact: true }).waitFor();
  await nextIsThere(page, useCaseId);
  await choose(page, 'Reject');
  const undo = page.getByRole('button', { name: 'Undo' });
  await until('no undo left from before', async () => !(await undo.isVisible()));
  // Whoever holds the row makes the server wait with its answer to the verdict.
  await db.atomically(async (tx) => {
    await tx.run(sql`select from task where task_id = ${waited} for update`);
    await msUntilPainted(page, 'a', texts.at(-1) ?? '');
    await page.getByText('sending 1').waitFor();
    assert.equal(await undo.isVisible(), false, 'the verdict has not been answered');
  });
  await undo.waitFor();
});

test('what was typed survives a reload, and is there in another window of the same person', async () => {
  const useCaseId = await addQueue('drafts');
  await house.submit('drafts', [{ input: 'Is it open on Sunday?', output: 'No.' }]);
  const dora = await house.addPerson('Dora Draft');
  const page = await deskOf(dora, useCaseId);
  const version = page.getByLabel('Your version of the output');
  await choose(page, 'Edit');
  await version.fill('Yes, from ten to four.');
  await page.getByLabel('Comment').fill('Opening hours changed in May.');
  await page.reload();
  assert.equal(await version.inputValue(), 'Yes, from ten to four.');
  assert.equal(await page.getByLabel('Comment').inputValue(), 'Opening hours changed in May.');
  await page.getByLabel('Comment').press('End');
  await page.keyboard.type(' See the notice.');
  await page.getByText('Draft saved.').waitFor();
  const elsewhere = await deskOf(dora, useCaseId);
  assert.equal(
    await elsewhere.getByLabel('Comment').inputValue(),
    'Opening hours changed in May. See the notice.',
  );
  assert.equal(
    await elsewhere.getByLabel('Your version of the output').inputValue(),
    'Yes, from ten to four.',
  );
});

test('a correction of JSON says what is wrong with it, shows what changed, and reaches the caller', async () => {
  const useCaseId = await addQueue('orders', 'structured');
  const [order] = await house.submit('orders', [{ input: 'Two lamps.', output: { lamps: 1 } }]);
  const page = await deskOf(await house.addPerson('Jo Json'), useCaseId);
  await choose(page, 'Edit');
  const version = page.getByLabel('Your version of the output');
  await version.fill('{ "lamps": 2');
  await page.getByText('This is not JSON yet').first().waitFor();
  await version.fill('{ "lamps": 2 }');
  await page.getByText('Ready to send.').waitFor();
  await page.getByLabel('What you changed').waitFor();
  await version.press('Control+Enter');
  await page.getByRole('button', { name: 'Undo' }).waitFor();
  const outcome = await house.machine.decisions.getOutcome({ decisionId: order?.decisionId ?? '', wait: 60 });
  assert.deepEqual([outcome.state, outcome.output], ['edited', { lamps: 2 }]);
});

test('a claim that has ended is told, nothing typed is lost, and one key claims it again', async () => {
  const useCaseId = await addQueue('lapsing');
  const [item] = await house.submit('lapsing', [{ input: 'May I pay later?', output: 'No.' }]);
  const page = await deskOf(await house.addPerson('Lea Late'), useCaseId);
  await page.getByLabel('Comment').fill('Depends on the contract.');
  await endClaim(item?.taskId ?? '');
  const alert = page.getByRole('alert');
  await alert.getByText('Your claim on this task has ended').waitFor();
  assert.equal(await page.getByLabel('Comment').inputValue(), 'Depends on the contract.');
  await page.keyboard.press('k');
  await alert.waitFor({ state: 'detached' });
  assert.equal(await page.getByLabel('Comment').inputValue(), 'Depends on the contract.');
  await approve(page);
  await page.getByRole('button', { name: 'Undo' }).waitFor();
});

test('a verdict on what somebody else has judged meanwhile is refused with their name, and stays on the desk', async () => {
  const useCaseId = await addQueue('stale');
  const [item] = await house.submit('stale', [
    { input: 'Can I return it?', output: 'No.' },
    { input: 'And this one?', output: 'No.' },
  ]);
  const taskId = item?.taskId ?? '';
  const page = await deskOf(await house.addPerson('Ina Idle'), useCaseId);
  await page.getByRole('main').getByText('Can I return it?').waitFor();
  await choose(page, 'Edit');
  await page.getByLabel('Your version of the output').fill('Within thirty days.');
  await endClaim(taskId);
  const quick = steerhouseOf(await house.signedIn(await house.addPerson('Quirin Quick')));
  const { claimToken } = await quick.reviews.claimTask({ taskId });
  await quick.reviews.submitVerdict({ taskId, claimToken, kind: 'reject' });
  await page.keyboard.press('Control+Enter');
  await page.getByRole('alert').getByText('Quirin Quick has judged this task: reject.').waitFor();
  assert.equal(await page.getByLabel('Your version of the output').inputValue(), 'Within thirty days.');
  await page.getByRole('button', { name: 'Next item' }).click();
  await page.getByRole('main').getByText('And this one?').waitFor();
});

test('two people at one queue never get the same item', async () => {
  const useCaseId = await addQueue('shared');
  const held = await house.submit(
    'shared',
    Array.from({ length: 8 }, (_, i) => ({ input: `Shared question ${i}`, output: 'Yes.' })),
  );
  const people = await Promise.all(['Una Uno', 'Duo Due'].map((name) => house.addPerson(name)));
  const desks = await Promise.all(people.map((person) => deskOf(person, useCaseId)));
  const judged = await Promise.all(desks.map(judgeAll));
  const all = judged.flat();
  assert.deepEqual(
    all.toSorted(),
    held.map(({ decisionId }) => `/decisions/${decisionId}`).toSorted(),
    'each item once',
  );
});

test('a skipped item is not offered again at once, a parked one comes back with its note', async () => {
  const useCaseId = await addQueue('aside');
  const [first, second] = await house.submit('aside', [
    { input: 'A question for lawyers', output: 'No.' },
    { input: 'A question for tomorrow', output: 'No.' },
  ]);
  const page = await deskOf(await house.addPerson('Pia Park'), useCaseId);
  const main = page.getByRole('main');
  await main.getByText('A question for lawyers').waitFor();
  const skip = page.getByRole('dialog', { name: 'Why do you skip it?' });
  await page.keyboard.press('s');
  await skip.waitFor();
  await page.keyboard.press('1');
  await main.getByText('A question for tomorrow').waitFor();
  await page.keyboard.press('p');
  const park = page.getByRole('dialog', { name: 'Park until when?' });
  await park.getByLabel('Note for whoever takes it then').fill('Waits for the supplier.');
  await park.getByRole('button', { name: 'In an hour' }).click();
  await page.getByText('Nothing waits here.').waitFor();
  await page.goto(product.baseUrl);
  await db.run(sql`update slot set parked_until = now() where task_id = ${second?.taskId}`);
  const other = await deskOf(await house.addPerson('Otto Other'), useCaseId);
  assert.equal(await decisionOnDesk(other), `/decisions/${first?.decisionId}`);
  await approve(other);
  await other.getByText('Waits for the supplier.').waitFor();
});

test('the sheet names every key, and no letter does anything while one types', async () => {
  const useCaseId = await addQueue('keys');
  await house.submit('keys', [
    { input: 'Which key is it?', output: 'A.' },
    { input: 'And the next?', output: 'B.' },
  ]);
  const page = await deskOf(await house.addPerson('Kai Keys'), useCaseId);
  const here = await decisionOnDesk(page);
  await page.keyboard.press('Shift+?');
  const sheet = page.getByRole('dialog', { name: 'Keys on this page' });
  for (const label of ['Approve', 'Reject', 'Edit', 'Cannot decide', 'Comment']) {
    await sheet.getByText(label, { exact: true }).waitFor();
  }
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  const comment = page.getByLabel('Comment');
  await until('the comment under the cursor', async () => {
    await page.keyboard.press('c');
    return comment.evaluate((field) => field === document.activeElement);
  });
  const words = 'a real zebra speaks every night, Park and Reject 1 2 3';
  await page.keyboard.type(words);
  assert.ok((await comment.inputValue()).endsWith(words));
  assert.equal(await decisionOnDesk(page), here);
  assert.equal(await page.getByRole('dialog').count(), 0);
  for (const name of ['Approve', 'Reject', 'Edit', 'Cannot decide']) {
    assert.equal(await verdictButton(page, name).getAttribute('aria-pressed'), 'false', name);
  }
});

test('on a phone an item is judged with the thumb, and nothing has to be scrolled sideways', async () => {
  const useCaseId = await addQueue('phone');
  const long = 'A rather long question that goes on and on. '.repeat(20);
  await house.submit('phone', [
    { input: long, output: 'Averylongwordthatnobodywouldeverbreakbythemselves'.repeat(3) },
    { input: 'A short one.', output: 'Yes.' },
  ]);
  const page = await deskOf(await house.addPerson('Theo Thumb'), useCaseId, {
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
  });
  const approves = verdictButton(page, 'Approve');
  await approves.waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
  const box = await approves.boundingBox();
  assert.ok(box && box.y + box.height <= 740 && box.height >= 40, `within reach: ${JSON.stringify(box)}`);
  await until('the short one', async () => {
    if (await page.getByText('A short one.').isVisible()) return true;
    await approves.tap();
    return page.getByText('A short one.').isVisible();
  });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
});

async function addQueue(slug: string, outputKind: 'text' | 'structured' = 'text'): Promise<string> {
  const { useCaseId } = await house.addQueue({
    slug,
    name: `Queue ${slug}`,
    riskClass: 'limited',
    outputKind,
    undoSeconds: 3,
    leaseSeconds: 30,
    reasonCodes: [{ code: 'wrong', label: 'Wrong' }],
    guideline: 'Be **kind**.',
  });
  return useCaseId;
}

/** The person in a window of their own, with an item of the queue before them. */
async function deskOf(person: Login, useCaseId: string, window: BrowserContextOptions = {}): Promise<Page> {
  const page = await browser.visitor(window);
  await signInAt(page, { baseUrl: product.baseUrl, ...person });
  await page.goto(`${product.baseUrl}/review?useCaseId=${useCaseId}`);
  await atTheDesk(page);
  return page;
}

/** Approves what is on the desk, once it has been there long enough to be read. */
async function approve(page: Page): Promise<void> {
  const before = await decisionOnDesk(page);
  await choose(page, 'Reject');
  await page.keyboard.press('a');
  await until('the desk without it', async () => {
    const link = page.getByRole('link', { name: 'The whole decision' });
    return (await link.count()) === 0 || (await link.getAttribute('href')) !== before;
  });
}

async function judgeAll(page: Page): Promise<string[]> {
  const judged: string[] = [];
  for (;;) {
    const over = page.getByText('Nothing waits here.');
    await page.getByRole('link', { name: 'The whole decision' }).or(over).waitFor();
    if (await over.isVisible()) return judged;
    judged.push(await decisionOnDesk(page));
    await approve(page);
  }
}

/** This page holds two items, the one on screen and the next, and nothing of it is on its way. */
async function nextIsThere(page: Page, useCaseId: string): Promise<void> {
  await until('the next item fetched ahead', async () => {
    if (await page.getByText('sending 1').isVisible()) return false;
    const { items } = await house.owner.reviews.listQueues();
    return items.find((queue) => queue.useCaseId === useCaseId)?.claimed === 2;
  });
}

/** As if the time had run out; nothing else can end a claim while somebody types. */
async function endClaim(taskId: string): Promise<void> {
  await db.run(sql`update lease set expires_at = now() where task_id = ${taskId}`);
}
