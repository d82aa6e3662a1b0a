import { createPrivateKey, createPublicKey, sign as signBytes, verify as verifyBytes } from 'node:crypto';
import type { Sign, VerifySignature } from '../../../core/ledger/primitives.ts';

// What stands in front of a raw Ed25519 key in DER (RFC 8410).
const secretKeyStart = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicKeyStart = Buffer.from('302a300506032b6570032100', 'hex');

/** The key pair that a seed of 32 random bytes stands for. */
export function keyPairOf(seed: Uint8Array): { publicKey: Uint8Array; sign: Sign } {
  const secretKey = createPrivateKey({
    key: Buffer.concat([secretKeyStart, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const der = createPublicKey(secretKey).export({ format: 'der', type: 'spki' });
  return {
    publicKey: der.subarray(publicKeyStart.length),
    sign: (message) => signBytes(null, message, secretKey),
  };
}

export const verifyEd25519: VerifySignature = ({ publicKey, message, signature }) => {
  const key = createPublicKey({
    key: Buffer.concat([publicKeyStart, publicKey]),
    format: 'der',
    type: 'spki',
  });
  return verifyBytes(null, message, key, signature);
};
