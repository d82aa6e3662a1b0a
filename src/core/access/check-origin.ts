// Whether a write comes from our own pages, from the headers browsers set and scripts cannot (Fetch Metadata, Origin).

export type Origin = {
  method: string;
  /** Host header: what the browser believes to talk to. */
  host: string | undefined;
  origin: string | undefined;
  fetchSite: string | undefined;
  contentType: string | undefined;
  hasBody: boolean;
};

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

// None is among the types a form may send (text/plain, urlencoded, multipart).
const askedTypes: ReadonlySet<string> = new Set(['application/json', 'application/x-ndjson', 'text/csv']);

export function isSafe(method: string): boolean {
  return safeMethods.has(method);
}

/**
 * A page of another site can send a form or plain text with the visitor's cookie, but none of these types without being
 * asked first nor these headers with other values. Both headers must fit when they are there; programs send neither. The
 * Host header counts beside the public address, because people also reach a local Steerhouse as `localhost`.
 */
export function checkOrigin(
  asked: Origin,
  publicUrl: string,
): { ok: true } | { ok: false; because: 'cross-site' | 'not-json' } {
  if (isSafe(asked.method)) return { ok: true };
  if (asked.fetchSite !== undefined && asked.fetchSite !== 'same-origin') {
    return { ok: false, because: 'cross-site' };
  }
  if (asked.origin !== undefined && !isOurs(asked.origin, asked.host, publicUrl)) {
    return { ok: false, because: 'cross-site' };
  }
  if (asked.hasBody && !isAsked(asked.contentType)) return { ok: false, because: 'not-json' };
  return { ok: true };
}

function isOurs(origin: string, host: string | undefined, publicUrl: string): boolean {
  if (origin === publicUrl) return true;
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`);
}

function isAsked(contentType: string | undefined): boolean {
  const [type = ''] = (contentType ?? '').split(';');
  return askedTypes.has(type.trim().toLowerCase());
}
