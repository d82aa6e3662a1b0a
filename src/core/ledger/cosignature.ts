import { joinBytes, textBytes } from './bytes.ts';
import type { Sign } from './primitives.ts';
import { formatSignatureLine } from './signature-line.ts';
import type { VerifierKey } from './verifier-key.ts';

const TIME_LENGTH = 8;
const SIGNATURE_LENGTH = 64;

/** A witness: its public key and the secret it signs with. */
export type Witness = { key: VerifierKey; sign: Sign };

/**
 * Cosignature of a witness: "at this time, this was the largest consistent tree I had seen of this log".
 *
 * Returns the signature line to add to the checkpoint. `text` is the checkpoint without its signatures; the time is
 * in whole seconds since 1970. Reference: C2SP tlog-cosignature, `cosignature/v1` with Ed25519.
 */
export function cosign(text: string, witness: Witness, timeSeconds: number): string {
  const time = new Uint8Array(TIME_LENGTH);
  new DataView(time.buffer).setBigUint64(0, BigInt(timeSeconds));
  const signature = witness.sign(cosignedMessage(text, timeSeconds));
  return formatSignatureLine(witness.key, joinBytes(time, signature));
}

/**
 * Splits the bytes of a cosignature into its time and the Ed25519 signature; `null` when they are not one.
 *
 * A time beyond 2^53 seconds is refused: it is no time, and would lose digits as a number.
 */
export function parseCosignature(bytes: Uint8Array): { timeSeconds: number; signature: Uint8Array } | null {
  if (bytes.length !== TIME_LENGTH + SIGNATURE_LENGTH) return null;
  const time = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0);
  if (time > BigInt(Number.MAX_SAFE_INTEGER)) return null;
  return { timeSeconds: Number(time), signature: bytes.slice(TIME_LENGTH) };
}

/** What is signed: two header lines, then the checkpoint. The header keeps it apart from the log's own signature. */
export function cosignedMessage(text: string, timeSeconds: number): Uint8Array {
  return textBytes(`cosignature/v1\ntime ${timeSeconds}\n${text}`);
}
