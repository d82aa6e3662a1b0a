import { randomBytes } from 'node:crypto';

const thisProcess = randomBytes(6).toString('base64url');
let count = 0;

/** Names a request in answers and logs: unique per process by chance, within it by counting. */
export function nextRequestId(): string {
  count += 1;
  return `${thisProcess}-${count.toString(36)}`;
}
