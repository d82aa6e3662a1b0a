import type { Page } from 'playwright-core';

/** Presses a key and answers how long it took until the page had painted the words; counted in the page itself. */
export async function msUntilPainted(page: Page, key: string, words: string): Promise<number> {
  const watch = await page.evaluateHandle((wanted) => {
    const painted = new Promise<number>((resolve) => {
      const pressed = ({ timeStamp }: KeyboardEvent) => {
        const look = () => {
          const there = document.querySelector('main')?.textContent?.includes(wanted);
          // The frame after the one that has the words begins when that one is on screen.
          requestAnimationFrame(there ? (atMs) => resolve(atMs - timeStamp) : look);
        };
        requestAnimationFrame(look);
      };
      addEventListener('keydown', pressed, { once: true, capture: true });
    });
    return { painted };
  }, words);
  await page.keyboard.press(key);
  return watch.evaluate(({ painted }) => painted);
}
