import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Bench } from '../figure.ts';
import { figureOf } from '../figure.ts';
import { startSteerhouse } from '../servers/start-server.ts';

const chromiums = [
  process.env.STEERHOUSE_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** What the review page costs a reviewer's line the first time. */
export const consoleFirst: Bench = {
  name: 'console-first',
  about:
    'Bytes of JavaScript and CSS over the wire for the first load of the review page, signed in, nothing cached.',
  async run({ rounds, tell }) {
    const executablePath = chromiums.find((path) => path !== undefined && existsSync(path));
    if (!executablePath) throw new Error('Chromium is missing: install it, or set STEERHOUSE_CHROMIUM.');
    const server = await startSteerhouse();
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    try {
      const sizes: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const page = await browser.newPage();
        const [name = '', value = ''] = (server.reviewers[0]?.cookie ?? '').split('=');
        await page.context().addCookies([{ name, value, url: `http://127.0.0.1:${server.port}` }]);
        const transferred: Promise<number>[] = [];
        page.on('requestfinished', (request) => {
          if (!['script', 'stylesheet'].includes(request.resourceType())) return;
          transferred.push(request.sizes().then((size) => size.responseBodySize));
        });
        await page.goto(`http://127.0.0.1:${server.port}/review`, { waitUntil: 'networkidle' });
        sizes.push((await Promise.all(transferred)).reduce((sum, size) => sum + size, 0) / 1024);
        await page.close();
        tell(`round ${round + 1}: ${Math.round(sizes.at(-1) ?? 0)} KB`);
      }
      return [figureOf('console.first', sizes, { unit: 'KB gzip', goal: '<= 260' })];
    } finally {
      await browser.close();
      await server.stop();
    }
  },
};
