import type { Locator, Page } from 'playwright-core';
import { until } from '../../src/testing/until.ts';

/** The address of the decision whose item is on the reviewer's desk; waits for one. */
export async function decisionOnDesk(page: Page): Promise<string> {
  const link = page.getByRole('link', { name: 'The whole decision' });
  return (await link.getAttribute('href')) ?? '';
}

/** Presses a key as a reader would, once they have seen what is there: the desk ignores keys for the first moment. */
export async function pressUntil(
  page: Page,
  key: string,
  locator: Locator,
  attribute: string,
  value: string,
): Promise<void> {
  await until(`${attribute}=${value} after ${key}`, async () => {
    if ((await locator.getAttribute(attribute)) === value) return true;
    await page.keyboard.press(key);
    return (await locator.getAttribute(attribute)) === value;
  });
}

/** Waits until there is an item to judge. */
export async function atTheDesk(page: Page): Promise<void> {
  await page.getByRole('complementary', { name: 'Your verdict' }).waitFor();
}

export function verdictButton(page: Page, name: string): Locator {
  return page.getByRole('group', { name: 'Verdict' }).getByRole('button', { name, exact: true });
}

/** Chooses a verdict that waits for Send, by its key. */
export async function choose(page: Page, name: 'Edit' | 'Reject'): Promise<void> {
  await pressUntil(page, name.charAt(0).toLowerCase(), verdictButton(page, name), 'aria-pressed', 'true');
}
