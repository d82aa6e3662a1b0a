import { sortedKeys } from './canonical-json.ts';
import { isCommitmentLabel } from './commitment.ts';

/** A code, a whole number or a flag. */
export type Fact = string | number | boolean | null;

type Written = { ok: true; text: string } | { ok: false; because: string };

const KEY = /^[a-z][A-Za-z0-9]{0,39}$/;
// Ids and codes: no space, no quote, no @, nothing beyond ASCII. Free text and e-mail addresses do not fit in, and
// nothing needs escaping.
const CODE = /^[A-Za-z0-9][A-Za-z0-9._:/+=~-]{0,127}$/;
const PSEUDONYM = /^[A-Za-z0-9._:/-]{1,64}$/; // base64url, or the name of a duty of the system itself
// 32 bytes: the 43rd character carries 4 bits, so only these 16 are possible.
const COMMITMENT = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const TIME = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/**
 * True for an id or a code: 1 to 128 characters, the first a letter or a digit.
 * @example isId('0192aaaa-bbbb-7ccc-8ddd-eeeeffff0001') // true; 'alice@example.com' is none
 */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && CODE.test(value);
}

/** True for a code, a whole number below 2^53, a flag or null. Fractions would have many forms: see RFC 8785. */
export function isFact(value: unknown): value is Fact {
  if (typeof value === 'string') return CODE.test(value);
  return value === null || typeof value === 'boolean' || Number.isSafeInteger(value);
}

/** True for 32 bytes in base64, in the one form that `encodeBase64` writes. */
export function isCommitment(value: unknown): value is string {
  return typeof value === 'string' && COMMITMENT.test(value);
}

/** True for a pseudonym (27 characters, `pseudonym.ts`) or the name of one of our own duties. */
export function isPseudonym(text: string): boolean {
  return PSEUDONYM.test(text);
}

/** True for a UUID in the one form in which the log writes it: lower case, with dashes. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** UTC with milliseconds, and a day that exists (2026-02-30 has the form but is no day). */
export function isEntryTime(text: string): boolean {
  if (!TIME.test(text)) return false;
  if (text.slice(8, 10) <= '28') return true; // spares most entries the cost of a Date
  return new Date(text).toISOString() === text; // the form is right, so the Date is valid and at most rolls over
}

/**
 * Canonical text of a map of ids.
 *
 * The three writers differ in the names and values they accept, and each refuses in its own words.
 * Complexity: linear, plus sorting when the keys are not in order.
 * @example idsText({ decision: 'd1' }) // { ok: true, text: '{"decision":"d1"}' }
 */
export function idsText(map: Readonly<Record<string, string>>): Written {
  let text = '';
  for (const key of sortedKeys(map)) {
    const value = map[key];
    if (!KEY.test(key) || !isId(value)) return { ok: false, because: `${key} is not an id` };
    text += text === '' ? `"${key}":"${value}"` : `,"${key}":"${value}"`;
  }
  return { ok: true, text: `{${text}}` };
}

/** Canonical text of a map of facts; `{}` when there are none. */
export function factsText(map: Readonly<Record<string, Fact>> | undefined): Written {
  if (!map) return { ok: true, text: '{}' };
  let text = '';
  for (const key of sortedKeys(map)) {
    const value = map[key];
    if (!KEY.test(key) || !isFact(value))
      return { ok: false, because: `${key} is not a code or a whole number` };
    const item = typeof value === 'string' ? `"${key}":"${value}"` : `"${key}":${value}`;
    text += text === '' ? item : `,${item}`;
  }
  return { ok: true, text: `{${text}}` };
}

/** Canonical text of a map of commitments; `{}` when there are none. */
export function commitmentsText(map: Readonly<Record<string, string>> | undefined): Written {
  if (!map) return { ok: true, text: '{}' };
  let text = '';
  for (const key of sortedKeys(map)) {
    const value = map[key];
    if (!isCommitmentLabel(key) || !isCommitment(value))
      return { ok: false, because: `${key} is not 32 bytes` };
    text += text === '' ? `"${key}":"${value}"` : `,"${key}":"${value}"`;
  }
  return { ok: true, text: `{${text}}` };
}
