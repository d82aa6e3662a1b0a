import { live } from '../contract/operations.ts';
import { report } from './live.ts';

const askAgainMs = 3000;
let timer: ReturnType<typeof setTimeout> | undefined;

/** The browser's own fetch; it also notes whether the server can be reached, and asks again by itself until it can. */
export async function watchedFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  try {
    const response = await fetch(input, init);
    note(true);
    return response;
  } catch (error) {
    const givenUp = error instanceof DOMException && error.name === 'AbortError';
    if (!givenUp) note(false);
    throw error;
  }
}

function note(reached: boolean): void {
  report('server', reached ? 'live' : 'lost');
  clearTimeout(timer);
  if (!reached) timer = setTimeout(() => void watchedFetch(live.path).catch(() => undefined), askAgainMs);
}
