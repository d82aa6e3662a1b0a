import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'node:test';
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { patienceMs } from '../../src/testing/until.ts';

/** A real Chromium; every visitor has a window and cookies of their own. */
export type Browser = {
  visitor(options?: BrowserContextOptions): Promise<Page>;
  close(): Promise<void>;
};

export async function openBrowser(): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: process.env.STEERHOUSE_CHROMIUM ?? '/usr/bin/chromium',
    // Chromium's own sandbox does not start as root, and the pages are ours.
    args: ['--no-sandbox'],
  });
  const pages = new Set<Page>();
  photographFailures(pages);
  return {
    async visitor(options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      context.setDefaultTimeout(patienceMs);
      const page = await context.newPage();
      pages.add(page);
      page.on('close', () => pages.delete(page));
      return page;
    },
    close: () => browser.close(),
  };
}

/** What every open page showed when a test failed, as pictures in a temporary folder that is printed. */
function photographFailures(pages: ReadonlySet<Page>): void {
  afterEach(async (context) => {
    if (!('passed' in context) || context.passed) return;
    const folder = mkdtempSync(join(tmpdir(), 'steerhouse-screens-'));
    let number = 0;
    for (const page of pages) {
      number += 1;
      const path = join(folder, `${number}.png`);
      await page.screenshot({ path, timeout: patienceMs }).catch(() => undefined);
      console.log(`When "${context.name}" failed, ${page.url()} looked like ${path}`);
    }
  });
}
