import { hash } from 'node:crypto';

const blockLength = 64;

/**
 * HMAC-SHA-256 under one key (RFC 2104), made of two one-shot hashes over prepared pads: node's `createHmac` spends
 * about 20 µs per call on the key object, this about 2 µs. It runs once per decision.
 */
export function openHmac(key: Uint8Array): (message: string | Uint8Array) => Uint8Array {
  const block = Buffer.alloc(blockLength);
  block.set(key.length > blockLength ? hash('sha256', key, 'buffer') : key);
  const inner = block.map((byte) => byte ^ 0x36);
  const outer = Buffer.alloc(blockLength + 32);
  block.forEach((byte, index) => {
    outer[index] = byte ^ 0x5c;
  });
  return (message) => {
    const bytes = typeof message === 'string' ? Buffer.from(message) : message;
    outer.set(hash('sha256', Buffer.concat([inner, bytes]), 'buffer'), blockLength);
    return hash('sha256', outer, 'buffer');
  };
}
