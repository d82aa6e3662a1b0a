import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import { tinykeys } from 'tinykeys';

/** One key of a page. `key` is in the notation of tinykeys ("a", "$mod+Enter", "g d"); `shown` is what a person reads. */
export type PageKey = {
  key: string;
  shown: string;
  label: string;
  run: (event: KeyboardEvent) => void;
  /** Also while typing in a field; only for chords that no text needs. */
  whileTyping?: boolean;
  disabled?: boolean;
};

let shown: readonly (readonly PageKey[])[] = [];
const listeners = new Set<() => void>();

/**
 * Binds the keys of a page while it is shown, and lists them on the sheet behind `?`. Single letters are off while a
 * person types, in menus and in dialogs.
 */
export function useKeys(keys: readonly PageKey[]): void {
  const press = useEffectEvent((key: string, event: KeyboardEvent) => {
    const found = keys.find((one) => one.key === key);
    if (!found || found.disabled || event.defaultPrevented || isShadowed(key)) return;
    if (isElsewhere(event.target, found.whileTyping ?? false)) return;
    event.preventDefault();
    found.run(event);
  });
  const signature = keys
    .map((one) => `${one.key} ${one.shown} ${one.label} ${one.disabled ?? ''}`)
    .join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature says when the keys have changed.
  useEffect(() => {
    // Each key by itself: after one of several fires, tinykeys lets the others wait for the rest of their sequence.
    const unbind = keys.map(({ key }) =>
      tinykeys(window, { [key]: (event: KeyboardEvent) => press(key, event) }, { ignore: () => false }),
    );
    const mine = keys;
    shown = [...shown, mine];
    announce();
    return () => {
      for (const one of unbind) one();
      shown = shown.filter((one) => one !== mine);
      announce();
    };
  }, [signature]);
}

/** The keys of everything on screen, for the sheet. */
export function useShownKeys(): readonly (readonly PageKey[])[] {
  const groups = useSyncExternalStore(subscribe, () => shown);
  return groups.map((keys) => keys.filter((one) => !isShadowed(one.key)));
}

/** A page's own single key wins over sequences that begin with it: who presses G and then D must not leave the page. */
function isShadowed(key: string): boolean {
  const [first, ...rest] = key.split(' ');
  return rest.length > 0 && shown.some((keys) => keys.some((one) => one.key === first));
}

const typingPlaces = 'input, textarea, select, [contenteditable="true"]';
const ownKeyboards = '[role="dialog"], [role="menu"], [role="listbox"], [role="combobox"]';

function isElsewhere(target: EventTarget | null, whileTyping: boolean): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest(ownKeyboards)) return true;
  return !whileTyping && target.closest(typingPlaces) !== null && !isToggle(target);
}

/** Check boxes and radio buttons take no letters. */
function isToggle(target: Element): boolean {
  return target instanceof HTMLInputElement && (target.type === 'checkbox' || target.type === 'radio');
}

function announce(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
