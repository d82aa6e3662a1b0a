import { useSyncExternalStore } from 'react';

export type Said = { readonly sentence: string; readonly place: number };

/** Long enough to be read twice. */
const shownMs = 6000;

let said: Said | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

/** Tells what has just been done, for a moment, wherever the person goes next. */
export function say(sentence: string): void {
  clearTimeout(timer);
  timer = setTimeout(() => show(null), shownMs);
  show({ sentence, place: (said?.place ?? 0) + 1 });
}

export function useSaid(): Said | null {
  return useSyncExternalStore(subscribe, () => said);
}

function show(next: Said | null): void {
  said = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
