import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Crypto } from './check-receipt.ts';

/**
 * SHA-256 and Ed25519 in plain JavaScript: the browser's own are missing where the page came over plain HTTP from another
 * machine, and half of them answer later. `zip215: false` is the strict check of RFC 8032.
 */
export const browserCrypto: Crypto = {
  hash: (bytes) => sha256(bytes),
  verify: ({ publicKey, message, signature }) => {
    try {
      return ed25519.verify(signature, message, publicKey, { zip215: false });
    } catch {
      return false; // a signature or key of the wrong length is thrown, and is simply not valid
    }
  },
};
