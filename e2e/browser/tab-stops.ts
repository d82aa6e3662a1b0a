import type { Page } from 'playwright-core';

/** Pages with more stops repeat themselves: rows of a table. */
const mostStops = 40;

/** Walks what is inside by Tab and answers the stops that look the same with the focus as without. */
export async function stopsWithoutMark(page: Page, inside: 'body' | 'main'): Promise<string[]> {
  const unmarked: string[] = [];
  // A visit to an element that takes no focus makes Tab go on from there.
  await page.evaluate((place) => document.querySelector<HTMLElement>(place)?.focus(), inside);
  for (let stop = 0; stop < mostStops; stop++) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate(lookAtFocus);
    if (found === null) break;
    if (!found.marked) unmarked.push(found.about);
  }
  return unmarked;
}

/** In the page: does anything about the focused element, or what is drawn for it, change when the focus leaves? */
function lookAtFocus(): { about: string; marked: boolean } | null {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return null;
  const drawn = [element, element.parentElement, element.nextElementSibling].filter((one) => one !== null);
  const look = () =>
    drawn.map((one) => {
      const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, backgroundColor } =
        getComputedStyle(one);
      const outline = outlineStyle === 'none' ? '' : `${outlineStyle} ${outlineWidth} ${outlineColor}`;
      return [outline, boxShadow, borderColor, backgroundColor].join();
    });
  const focused = look().join('|');
  element.blur();
  const about = `${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent?.slice(0, 40) ?? ''}`;
  const marked = look().join('|') !== focused;
  // From here the next Tab goes on.
  element.focus({ preventScroll: true });
  return { about, marked };
}
