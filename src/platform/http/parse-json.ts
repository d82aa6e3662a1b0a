import { isUtf8 } from 'node:buffer';
import { Refusal } from '../refusal.ts';

/**
 * Deeper texts parse, but could not be written again: serialising recurses, and a decision that was taken could never
 * be shown. Real inputs stay below 20.
 */
export const deepestLevel = 200;

/** Reads bytes as JSON. `what` begins the sentence of a refusal: "The body", "The line". */
export function parseJson(bytes: Buffer, what: string): unknown {
  if (!isUtf8(bytes)) throw malformed(`${what} is not UTF-8.`, 'Send JSON encoded as UTF-8.');
  if (isTooDeep(bytes)) {
    throw malformed(
      `${what} is nested deeper than ${deepestLevel} levels.`,
      'Send it flatter, or as a text.',
    );
  }
  const text = bytes.toString('utf8');
  const value = readValue(text, what);
  const infinite = mayBeInfinite.test(text) ? placeOfInfinity(value) : null;
  if (infinite === null) return value;
  throw malformed(
    `${what} holds a number that is too large${infinite && `, at ${infinite}`}.`,
    'Numbers reach up to about 1.8e308; send larger ones as texts.',
  );
}

function readValue(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed(`${what} is not JSON.`, 'Check quotes, commas and brackets.');
  }
}

/** Only such numbers can be beyond the largest double: hardly any body has to be walked through. Linear in the text. */
const mayBeInfinite = /\d[eE]\+?\d{3}|(?<!\d)\d{309}/;

/**
 * Where a number is that JSON can write and a double cannot hold; null where there is none. Read as infinity it would be
 * above every limit, and written again it would be `null`.
 */
function placeOfInfinity(value: unknown): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? null : '';
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, part] of Object.entries(value)) {
    const place = placeOfInfinity(part);
    if (place !== null) return `/${key}${place}`;
  }
  return null;
}

const quote = 0x22;
const backslash = 0x5c;

/** Linear; brackets inside of strings do not count. Short texts cannot be deep. */
function isTooDeep(bytes: Uint8Array): boolean {
  if (bytes.length < 2 * deepestLevel) return false;
  let depth = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === quote) at = endOfString(bytes, at);
    else if (byte === 0x5b || byte === 0x7b) {
      depth += 1;
      if (depth > deepestLevel) return true;
    } else if (byte === 0x5d || byte === 0x7d) depth -= 1;
  }
  return false;
}

/** The place of the closing quote; `indexOf` is much faster than looking at each byte. */
function endOfString(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(quote, from + 1); at !== -1; at = bytes.indexOf(quote, at + 1)) {
    let backslashes = 0;
    while (bytes[at - 1 - backslashes] === backslash) backslashes += 1;
    if (backslashes % 2 === 0) return at;
  }
  return bytes.length;
}

function malformed(message: string, todo: string): Refusal {
  return new Refusal('bad-request', 'request.malformed', message, { todo });
}
