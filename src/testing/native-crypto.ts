import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  sign as edSign,
  verify as edVerify,
  hash,
} from 'node:crypto';
import type { Hash, Mac, Sign, VerifySignature } from '../core/ledger/primitives.ts';

// DER prefixes that turn raw Ed25519 keys into what node:crypto reads (RFC 8410).
const SECRET_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

export const sha256: Hash = (bytes) => hash('sha256', bytes, 'buffer');

export function hmacWith(key: Uint8Array): Mac {
  return (message) => createHmac('sha256', key).update(message).digest();
}

export function ed25519FromSeed(seed: Uint8Array): { publicKey: Uint8Array; sign: Sign } {
  const secret = createPrivateKey({
    key: Buffer.concat([SECRET_PREFIX, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(secret)
    .export({ format: 'der', type: 'spki' })
    .subarray(PUBLIC_PREFIX.length);
  return { publicKey, sign: (message) => edSign(null, message, secret) };
}

export const verifyEd25519: VerifySignature = ({ publicKey, message, signature }) => {
  const key = Buffer.concat([PUBLIC_PREFIX, publicKey]);
  return edVerify(null, message, createPublicKey({ key, format: 'der', type: 'spki' }), signature);
};
