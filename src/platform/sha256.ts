import { hash } from 'node:crypto';
import type { Hash } from '../core/ledger/primitives.ts';

/**
 * SHA-256 in one call, by way of a string: 0.7 µs for an inner node. The same with a buffer as the answer takes 1.7 µs,
 * because every small buffer of native code weighs on the garbage collector; `createHash` takes 2.1 µs.
 */
export const sha256: Hash = (bytes) => Buffer.from(hash('sha256', bytes, 'binary'), 'latin1');
