import axe from 'axe-core';
import type { Page } from 'playwright-core';

declare const window: { axe: typeof axe };

/** What axe finds on the page once it has come to rest, each in one line. */
export async function barriersOn(page: Page): Promise<string[]> {
  await page.evaluate(untilAtRest);
  // Through the debugger, which the page's content security policy does not bind.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, any, all, none }) => {
      const why = [...any, ...all, ...none].map(({ message }) => message).join('; ');
      return `${id} at ${target.join(' ')}: ${why}`;
    }),
  );
}

/** In the page: colours on their way to another scheme would be found too faint. */
async function untilAtRest(): Promise<void> {
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const moving = document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity);
  await Promise.allSettled(moving.map(({ finished }) => finished));
}
