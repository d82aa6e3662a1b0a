import { encodeBase64Url } from './base64.ts';
import { textBytes } from './bytes.ts';
import type { Mac } from './primitives.ts';

const PSEUDONYM_BYTES = 20;

/**
 * Pseudonym of an actor: the first 20 bytes of HMAC-SHA256(key of the period, actor id), base64url, 27 characters.
 *
 * The log names people only like this. Who holds the key can follow a person through the log; once the key is
 * destroyed, nobody can. 160 bits keep two people apart for ever. Reference: RFC 2104. Complexity: one HMAC.
 */
export function pseudonym(actorId: string, mac: Mac): string {
  return encodeBase64Url(mac(textBytes(actorId)).subarray(0, PSEUDONYM_BYTES));
}
