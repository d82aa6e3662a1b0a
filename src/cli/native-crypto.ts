import { createPublicKey, hash, verify } from 'node:crypto';
import type { Hash, VerifySignature } from '../core/ledger/primitives.ts';

// DER prefix that turns a raw Ed25519 key into what node:crypto reads (RFC 8410).
const publicKeyPrefix = Buffer.from('302a300506032b6570032100', 'hex');

export const sha256: Hash = (bytes) => hash('sha256', bytes, 'buffer');

export const verifyEd25519: VerifySignature = ({ publicKey, message, signature }) => {
  const key = Buffer.concat([publicKeyPrefix, publicKey]);
  return verify(null, message, createPublicKey({ key, format: 'der', type: 'spki' }), signature);
};
