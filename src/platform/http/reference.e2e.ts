import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { chromium } from 'playwright-core';
import { getSession } from '../../contract/access.ts';
import { openApiDocument } from '../../contract/open-api.ts';
import { live, openApi } from '../../contract/operations.ts';
import { systemClock } from '../clock.ts';
import { openLog } from '../log.ts';
import { registerReference } from './reference.ts';
import { route } from './route.ts';
import { buildServer } from './server.ts';

// Under the real security headers; the rest of the product is not needed to read about it.
const app = buildServer({
  routes: [
    route(openApi, () => openApiDocument('1.2.3', 'https://steerhouse.example')),
    route(live, () => ({ status: 'live' as const })),
    route(getSession, () => assert.fail('nobody is signed in')),
  ],
  authenticate: () => ({ kind: 'anonymous' }),
  clock: systemClock,
  log: openLog('silent'),
  bodyLimitBytes: 1 << 20,
  onAnswered: () => undefined,
});
registerReference(app);
const address = await app.listen({ host: '127.0.0.1', port: 0 });
const browser = await chromium.launch({
  executablePath: process.env.STEERHOUSE_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
after(async () => {
  await browser.close();
  await app.close();
});

test('a reader browses the reference and tries an endpoint out, all from our own origin', async () => {
  const page = await browser.newPage();
  const asked: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${address}/docs`);
  await page.getByRole('heading', { name: 'Steerhouse' }).waitFor();
  await page.getByText('Decision points: what is decided').waitFor();

  await page.locator('#operations-tag-operations').click();
  await page.locator('#operations-operations-live').getByRole('button').first().click();
  await page.getByRole('button', { name: 'Try it out' }).click();
  await page.getByRole('button', { name: 'Execute' }).click();
  await page.locator('.live-responses-table').getByText('"live"').waitFor();

  const outside = asked.filter((url) => !url.startsWith(address) && !url.startsWith('data:'));
  assert.deepEqual(outside, []);
  assert.deepEqual(complaints, []);
});
