import { randomFillSync } from 'node:crypto';

const poolLength = 64 * 1024;
let pool = Buffer.alloc(0);
let used = 0;

/**
 * Secure random bytes from a pool that is filled 64 KiB at a time: a call to the system per decision costs more than
 * the bytes. Every byte is handed out once.
 */
export function randomBytesFromPool(length: number): Buffer {
  if (length > poolLength) return randomFillSync(Buffer.allocUnsafe(length));
  if (used + length > pool.length) {
    // A new buffer, not a refill: what was handed out before stays untouched.
    pool = randomFillSync(Buffer.allocUnsafeSlow(poolLength));
    used = 0;
  }
  used += length;
  return pool.subarray(used - length, used);
}
