// The keys of the review page, in the order of the sheet. Reviewers know most of them from other tools.

export type ReviewKey = { readonly key: string; readonly shown: string; readonly label: string };

const mac = /mac|iphone|ipad/i.test(globalThis.navigator?.platform ?? '');

export const reviewKeys = {
  approve: { key: 'a', shown: 'A', label: 'Approve' },
  reject: { key: 'r', shown: 'R', label: 'Reject' },
  edit: { key: 'e', shown: 'E', label: 'Edit' },
  'cannot-decide': { key: 'n', shown: 'N', label: 'Cannot decide' },
  submit: {
    key: '$mod+Enter',
    shown: mac ? '⌘ ↵' : 'Ctrl ↵',
    label: 'Send the verdict; the next item follows',
  },
  undo: { key: 'z', shown: 'Z', label: 'Undo the last verdict while its time runs' },
  skip: { key: 's', shown: 'S', label: 'Skip, with a reason' },
  park: { key: 'p', shown: 'P', label: 'Park until later' },
  comment: { key: 'c', shown: 'C', label: 'Comment' },
  guideline: { key: 'g', shown: 'G', label: 'Show or hide the guideline' },
  difference: { key: 'd', shown: 'D', label: 'Show or hide what you changed' },
  suggestion: { key: 'h', shown: 'H', label: 'Hide or show the suggestion' },
  again: { key: 'k', shown: 'K', label: 'Claim the item again when the claim has ended' },
  next: { key: 'j', shown: 'J', label: 'Take the next item' },
} as const satisfies Record<string, ReviewKey>;

export type ReviewKeyName = keyof typeof reviewKeys;

/** By place on the keyboard, because on some layouts digits need Shift. */
export function optionKey(place: number): ReviewKey {
  return { key: `Digit${place}`, shown: String(place), label: `Pick class ${place} of the list` };
}

export function reasonKey(place: number): ReviewKey {
  return { key: `Shift+Digit${place}`, shown: `⇧${place}`, label: `Tick reason ${place}` };
}

export const places = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/** Keys that two things of a map listen to, and keys that begin another one; both would fire the wrong thing. */
export function clashes(keys: readonly ReviewKey[]): string[] {
  const pressed = keys.map((one) => one.key.toLowerCase());
  return pressed.filter(
    (key, index) =>
      pressed.indexOf(key) !== index || pressed.some((other) => other !== key && other.startsWith(`${key} `)),
  );
}
