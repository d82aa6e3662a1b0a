import { textBytes } from './bytes.ts';
import { cosignedMessage, parseCosignature } from './cosignature.ts';
import type { Sign, VerifySignature } from './primitives.ts';
import { formatSignatureLine, type NoteSignature, parseSignatureLine } from './signature-line.ts';
import type { VerifierKey } from './verifier-key.ts';

/** Whoever signs the text itself (a log, not a witness). */
export type NoteSigner = { key: VerifierKey; sign: Sign };

/** A known key whose signature holds; the time is there for witnesses only. */
export type SignedBy = { key: VerifierKey; timeSeconds: number | null };

// The same bounds as golang.org/x/mod/sumdb/note, so that both verifiers give one verdict. The format asks for 16.
const MOST_SIGNATURES = 100;
const LONGEST_NOTE = 1_000_000;

/**
 * Signs a text.
 *
 * Reference: C2SP signed-note. Several signers may sign at once, which is how a key is rotated.
 * @example signNote('origin\n0\n47DEQpj8…\n', [logSigner]) // text, empty line, one line per signer
 */
export function signNote(
  text: string,
  signers: readonly NoteSigner[],
): { ok: true; note: string } | { ok: false; because: string } {
  const because = textProblem(text);
  if (because) return { ok: false, because };
  if (signers.length === 0) return { ok: false, because: 'a note needs a signature' };
  const message = textBytes(text);
  const lines = signers.map(({ key, sign }) => `${formatSignatureLine(key, sign(message))}\n`);
  return { ok: true, note: `${text}\n${lines.join('')}` };
}

/**
 * Splits a note into its text and signatures, checking the form only. The last empty line parts the two.
 *
 * Lengths and counts are bounded before anything is split or decoded. Reference: C2SP signed-note, "Format".
 */
export function parseNote(
  note: string,
): { ok: true; text: string; signatures: NoteSignature[] } | { ok: false; because: string } {
  if (note.length > LONGEST_NOTE)
    return { ok: false, because: `a note has at most ${LONGEST_NOTE} characters` };
  const split = note.lastIndexOf('\n\n');
  if (split < 0) return { ok: false, because: 'no empty line before the signatures' };
  const text = note.slice(0, split + 1);
  const below = note.slice(split + 2);
  const because = textProblem(text);
  if (because) return { ok: false, because };
  if (!below.endsWith('\n')) return { ok: false, because: 'the note does not end with a signature line' };
  const lines = below.slice(0, -1).split('\n', MOST_SIGNATURES + 1);
  if (lines.length > MOST_SIGNATURES)
    return { ok: false, because: `more than ${MOST_SIGNATURES} signatures` };
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const signature = parseSignatureLine(line);
    if (!signature)
      return { ok: false, because: `line ${signatures.length + 1} under the text is no signature` };
    signatures.push(signature);
  }
  return { ok: true, text, signatures };
}

/**
 * Opens a note: its text may be believed only if this says ok.
 *
 * Signatures of unknown keys are ignored (that is what lets witnesses and new keys come and go); a bad signature of a
 * known key fails the whole note, however many others are good; at least one known key must have signed. A key is
 * known by name and id together. Complexity: one signature check per line of a known key, at most 100.
 */
export async function openNote(
  note: string,
  keys: readonly VerifierKey[],
  verify: VerifySignature,
): Promise<{ ok: true; text: string; signedBy: SignedBy[] } | { ok: false; because: string }> {
  const parsed = parseNote(note);
  if (!parsed.ok) return parsed;
  const signedBy: SignedBy[] = [];
  for (const line of parsed.signatures) {
    const key = keys.find(({ name, keyId }) => name === line.name && keyId === line.keyId);
    if (!key) continue;
    const signed = whatWasSigned(parsed.text, line.signature, key);
    if (!signed || !(await verify({ publicKey: key.publicKey, ...signed }))) {
      return { ok: false, because: `the signature of ${key.name} is wrong` };
    }
    if (signedBy.some((earlier) => earlier.key === key)) continue;
    signedBy.push({ key, timeSeconds: signed.timeSeconds });
  }
  if (signedBy.length === 0) return { ok: false, because: 'no known key has signed' };
  return { ok: true, text: parsed.text, signedBy };
}

/** The message and the bare signature, by type of key; `null` when the bytes cannot be a signature of that type. */
function whatWasSigned(text: string, bytes: Uint8Array, key: VerifierKey) {
  switch (key.type) {
    case 'ed25519':
      return bytes.length === 64 ? { message: textBytes(text), signature: bytes, timeSeconds: null } : null;
    case 'cosignature/v1': {
      const parts = parseCosignature(bytes);
      return parts && { ...parts, message: cosignedMessage(text, parts.timeSeconds) };
    }
    default:
      return key.type satisfies never;
  }
}

/** UTF-8, ends in a newline, no control character besides newlines. */
function textProblem(text: string): string | null {
  if (text.length > LONGEST_NOTE) return `a note has at most ${LONGEST_NOTE} characters`;
  if (!text.endsWith('\n')) return 'the text does not end with a newline';
  if (!text.isWellFormed()) return 'the text is not valid Unicode';
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 && code !== 0x0a) return 'the text holds a control character';
  }
  return null;
}
