import { LARGEST_LOG_FILE, type LogReader } from '../core/ledger/log-reader.ts';
import { entriesPath, tilePath } from '../core/ledger/tile-path.ts';
import { problemFrom } from './client.ts';
import { ConnectionError } from './connection-error.ts';

export type LogSource = {
  /** Address of a log, or of the Steerhouse that serves it under `/log`. */
  url: string;
  /** e.g. an API key, where the log is not public. */
  headers?: Record<string, string>;
  /** One file that takes longer ends the reading. */
  fileMs?: number;
  signal?: AbortSignal;
  fetch?: typeof fetch;
};

/** The files of a log over HTTP. What comes back is not trusted: size, time and redirects are bounded here. */
export function openLogOverHttp(source: LogSource): LogReader {
  const base = logAddress(source.url);
  return {
    checkpoint: async () => noteOf(await read(source, `${base}/checkpoint`)),
    tile: (level, n, width) => read(source, `${base}/${tilePath({ level, n, width })}`),
    entries: (n, width) => read(source, `${base}/${entriesPath(n, width)}`),
  };
}

/** The text of a checkpoint file. */
export function noteOf(bytes: Uint8Array | null): string | null {
  if (!bytes) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new Error('The checkpoint is not text.', { cause: error });
  }
}

/** Where a log lives: the address itself when it ends in `/log`, else below it. */
export function logAddress(url: string): string {
  const bare = url.replace(/\/+$/, '');
  return bare.endsWith('/log') ? bare : `${bare}/log`;
}

async function read(source: LogSource, url: string): Promise<Uint8Array | null> {
  try {
    return await readOnce(source, url);
  } catch (error) {
    // A kept connection that the server closed meanwhile looks like this; a second one is new.
    if (!(error instanceof ConnectionError) || source.signal?.aborted) throw error;
    return readOnce(source, url);
  }
}

async function readOnce(source: LogSource, url: string): Promise<Uint8Array | null> {
  const timeout = AbortSignal.timeout(source.fileMs ?? 10_000);
  const signal = source.signal ? AbortSignal.any([source.signal, timeout]) : timeout;
  try {
    const request = source.fetch ?? fetch;
    const response = await request(url, { headers: source.headers ?? {}, signal, redirect: 'error' });
    if (response.status === 404) return null;
    if (!response.ok) throw await problemFrom(response);
    return response.body ? await readBounded(response.body, url) : new Uint8Array(0);
  } catch (error) {
    source.signal?.throwIfAborted();
    if (timeout.aborted) throw new Error(`${url} took too long.`, { cause: error });
    throw error instanceof TypeError ? new ConnectionError(error) : error;
  }
}

/** Counts after unpacking, so that a small answer cannot unfold into a huge one. */
async function readBounded(body: ReadableStream<Uint8Array>, url: string): Promise<Uint8Array> {
  const reader = body.getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > LARGEST_LOG_FILE) {
      await reader.cancel();
      throw new Error(`${url} is larger than any file of a log.`);
    }
    pieces.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
