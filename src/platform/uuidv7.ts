import { v7 } from 'uuid';
import { randomBytesFromPool } from './random-pool.ts';

/** A UUIDv7 for the given time (ms since 1970); those of one millisecond are in no particular order. */
export function uuidv7(atMs: number): string {
  return v7({ msecs: atMs, random: randomBytesFromPool(16) });
}
