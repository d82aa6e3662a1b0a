/**
 * The cryptography the ledger stands on. It comes in as arguments, so that one and the same core runs on a server
 * (node:crypto) and in a browser (a small SHA-256 and WebCrypto).
 */

/** SHA-256. It must not keep the array it is given: callers overwrite one scratch array for every call. */
export type Hash = (bytes: Uint8Array) => Uint8Array;

/** HMAC-SHA256 (RFC 2104) with the key already inside. */
export type Mac = (message: Uint8Array) => Uint8Array;

/** Ed25519 (RFC 8032) with the secret key inside. Deterministic: signing again after a crash gives the same bytes. */
export type Sign = (message: Uint8Array) => Uint8Array;

/** Ed25519 check with a raw 32-byte public key. It may answer later, because WebCrypto does. */
export type VerifySignature = (signed: {
  publicKey: Uint8Array;
  message: Uint8Array;
  signature: Uint8Array;
}) => boolean | Promise<boolean>;

/** Bytes in a SHA-256 hash. Every hash from outside is checked against it: see the traps in `inclusion.ts`. */
export const HASH_LENGTH = 32;
