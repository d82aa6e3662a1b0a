/** What a ledger entry may be made of: no fractions, no text beyond ASCII, so no corner of Unicode or floats. */
export type PlainJson =
  | string
  | number
  | boolean
  | null
  | readonly PlainJson[]
  | { readonly [key: string]: PlainJson };

type Refusal = { ok: false; because: string };

const NEEDS_NO_ESCAPE = /^[ !#-[\]-~]*$/;
const DEEPEST = 16;

/**
 * Canonical JSON (JCS) of plain values: one byte string per value, whoever writes it.
 *
 * Keys sorted, no spaces, integers up to 2^53 − 1, ASCII text. Everything else (fractions, NaN, undefined, dates, text
 * beyond ASCII, nesting deeper than 16) is refused, not converted. Reference: RFC 8785.
 * Complexity: linear, plus the sorting of keys that are not in order yet.
 * @example canonicalJson({ b: 1, a: [true, null] }) // { ok: true, text: '{"a":[true,null],"b":1}' }
 */
export function canonicalJson(value: unknown): { ok: true; text: string } | Refusal {
  const text = write(value, 0);
  return typeof text === 'string' ? { ok: true, text } : text;
}

/**
 * Reads canonical JSON and nothing else: what comes back, written again, gives the same text.
 *
 * So a doubled key, a space, `1.0` or `\u0041` is noticed, and two different texts never mean the same.
 */
export function parseCanonicalJson(text: string): { ok: true; value: PlainJson } | Refusal {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, because: 'not JSON' };
  }
  const again = write(value, 0);
  if (typeof again !== 'string') return again;
  if (again !== text) return { ok: false, because: 'not in canonical form' };
  return { ok: true, value: value as PlainJson }; // `write` has just refused every other kind of value
}

/** Keys in the order of RFC 8785 (UTF-16 code units). Mostly they come sorted: looking costs less than sorting. */
export function sortedKeys(map: object): string[] {
  const keys = Object.keys(map);
  for (let i = 1; i < keys.length; i++) {
    if (keys[i - 1]! > keys[i]!) return keys.sort(); // in range
  }
  return keys;
}

/** Text, or a refusal handed up as it is. The depth also ends circles, which would otherwise never end. */
function write(value: unknown, depth: number): string | Refusal {
  switch (typeof value) {
    case 'string':
      return writeText(value);
    case 'number':
      // `${-0}` is '0', as RFC 8785 asks.
      return Number.isSafeInteger(value) ? `${value}` : refuse(`${value} is not an integer below 2^53`);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (depth >= DEEPEST) return refuse(`nested deeper than ${DEEPEST}`);
      return Array.isArray(value) ? writeList(value, depth + 1) : writeMap(value, depth + 1);
    default:
      return refuse(`a value of type ${typeof value}`);
  }
}

/** Nearly every text needs no escaping, and one regular expression tells. */
function writeText(text: string): string | Refusal {
  if (NEEDS_NO_ESCAPE.test(text)) return `"${text}"`;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7e) return refuse('text beyond ASCII');
  return JSON.stringify(text); // escapes ASCII exactly as RFC 8785 asks
}

function writeList(list: readonly unknown[], depth: number): string | Refusal {
  let text = '';
  for (let i = 0; i < list.length; i++) {
    const item = write(list[i], depth);
    if (typeof item !== 'string') return item;
    text += i === 0 ? item : `,${item}`;
  }
  return `[${text}]`;
}

/** Only objects that mean nothing but their keys: a Date or a Map would lose what it holds. */
function writeMap(map: object, depth: number): string | Refusal {
  const prototype = Object.getPrototypeOf(map);
  if (prototype !== Object.prototype && prototype !== null) return refuse('an object that is not plain');
  let text = '';
  for (const key of sortedKeys(map)) {
    const name = writeText(key);
    if (typeof name !== 'string') return name;
    const item = write(map[key as keyof typeof map], depth); // `key` comes from this very object
    if (typeof item !== 'string') return item;
    text += text === '' ? `${name}:${item}` : `,${name}:${item}`;
  }
  return `{${text}}`;
}

function refuse(because: string): Refusal {
  return { ok: false, because };
}
