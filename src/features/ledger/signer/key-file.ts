// The key the log signs its checkpoints with: a file of the data folder, never in the database.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeBase64 } from '../../../core/ledger/base64.ts';
import type { NoteSigner } from '../../../core/ledger/note.ts';
import { makeVerifierKey, type VerifierKey } from '../../../core/ledger/verifier-key.ts';
import { sha256 } from '../../../platform/sha256.ts';
import { StartFailure } from '../../../platform/start-failure.ts';
import { keyPairOf } from './ed25519.ts';
import { writeDurably } from './write-durably.ts';

const fileName = 'ledger-key';
const ed25519Type = 0x01;

/** Reads the key, or null when the folder has none. A file that is no key stops the start: guessing would be worse. */
export function readKeyFile(folder: string): NoteSigner | null {
  const path = join(folder, fileName);
  const text = readIfThere(path);
  if (text === null) return null;
  const signer = parseSignerKey(text.trim());
  if (signer) return signer;
  throw new StartFailure(`The file ${path} is not a signing key: put the right one back from a backup.`);
}

/** Makes a new key for a log that is to be opened. */
export function createKeyFile(folder: string, origin: string): NoteSigner {
  const seed = randomBytes(32);
  const signer = signerOf(origin, seed);
  if (!signer) throw new Error(`${origin} cannot be the name of a key`);
  writeDurably(join(folder, fileName), `${formatSignerKey(signer.key, seed)}\n`);
  return signer;
}

/** Signer key as text, as golang.org/x/mod/sumdb/note writes it. */
function formatSignerKey({ name, keyId }: VerifierKey, seed: Uint8Array): string {
  return `PRIVATE+KEY+${name}+${keyId}+${encodeBase64(Uint8Array.of(ed25519Type, ...seed))}`;
}

function parseSignerKey(text: string): NoteSigner | null {
  const parts = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text);
  if (!parts) return null;
  const [, name = '', keyId, encoded = ''] = parts;
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.length !== 33 || bytes[0] !== ed25519Type) return null;
  const signer = signerOf(name, bytes.subarray(1));
  return signer?.key.keyId === keyId ? signer : null;
}

function signerOf(name: string, seed: Uint8Array): NoteSigner | null {
  const { publicKey, sign } = keyPairOf(seed);
  const made = makeVerifierKey({ name, type: 'ed25519', publicKey }, sha256);
  return made.ok ? { key: made.key, sign } : null;
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new StartFailure(`The signing key ${path} cannot be read: give this user the rights on it.`, {
      cause: error,
    });
  }
}
