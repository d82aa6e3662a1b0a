/** Moves the focus to the next or previous decision of the list; the first one when none has it. */
export function stepFocus(by: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLElement>('[data-decision-link]')];
  const at = links.indexOf(document.activeElement as HTMLElement); // -1 for anything else
  const next = at < 0 ? 0 : Math.min(Math.max(at + by, 0), links.length - 1);
  links[next]?.focus();
}
