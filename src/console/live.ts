import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';

export type LiveState = 'connecting' | 'live' | 'lost';

const states = new Map<string, LiveState>();
const listeners = new Set<() => void>();

/**
 * Listens to server-sent events while the page can be seen: a browser opens only six connections to one server, and
 * forgotten tabs would use them up. The browser reconnects by itself after a broken connection; after an answer that
 * ends the stream for good we open a new one, from 1 s up to 30 s apart.
 */
export function useLive(address: string, onMessage: (data: unknown) => void): LiveState {
  const receive = useEffectEvent((text: string) => onMessage(JSON.parse(text)));
  useEffect(() => listen(address, receive), [address]);
  return useSyncExternalStore(subscribe, () => states.get(address) ?? 'connecting');
}

/** Is any live source of the page shown cut off, or the browser offline? */
export function useConnectionLost(): boolean {
  return useSyncExternalStore(subscribe, () => !navigator.onLine || [...states.values()].includes('lost'));
}

/** The server ends each stream after a minute and the browser comes back at once; that is no loss worth telling. */
const patienceMs = 3000;
/** Server-sent event names a stream may use for its one kind of message. */
const eventNames = ['message', 'overview', 'outcome'];

function listen(address: string, receive: (text: string) => void): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lost: ReturnType<typeof setTimeout> | undefined;
  let waitMs = 1000;
  const open = () => {
    source = new EventSource(address);
    source.addEventListener('open', () => {
      waitMs = 1000;
      clearTimeout(lost);
      lost = undefined;
      report(address, 'live');
    });
    for (const name of eventNames)
      source.addEventListener(name, (event) => receive((event as MessageEvent).data));
    source.addEventListener('error', () => {
      lost ??= setTimeout(() => report(address, 'lost'), patienceMs);
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, waitMs);
      waitMs = Math.min(waitMs * 2, 30_000);
    });
  };
  const close = () => {
    clearTimeout(timer);
    clearTimeout(lost);
    lost = undefined;
    source?.close();
  };
  const followVisibility = () => {
    close();
    if (document.visibilityState === 'visible') open();
  };
  report(address, 'connecting');
  open();
  document.addEventListener('visibilitychange', followVisibility);
  return () => {
    document.removeEventListener('visibilitychange', followVisibility);
    close();
    states.delete(address);
    announce();
  };
}

/** `address` names the source; the banner asks only whether any of them is lost. */
export function report(address: string, state: LiveState): void {
  if (states.get(address) === state) return;
  states.set(address, state);
  announce();
}

function announce(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}
