// What was signed last, kept outside the database: it is what notices a database that was set back.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeBase64, encodeBase64 } from '../../../core/ledger/base64.ts';
import type { Checkpoint } from '../../../core/ledger/checkpoint.ts';
import { HASH_LENGTH } from '../../../core/ledger/primitives.ts';
import { writeDurably } from './write-durably.ts';

const fileName = 'ledger-signed.json';

/** The last checkpoint signed from this data folder; null when the file is lost or damaged. */
export function recallSigned(folder: string): Checkpoint | null {
  try {
    const { origin, size, root: encoded } = JSON.parse(readFileSync(join(folder, fileName), 'utf8'));
    const root = decodeBase64(encoded);
    if (typeof origin !== 'string' || !Number.isSafeInteger(size) || root?.length !== HASH_LENGTH)
      return null;
    return { origin, size, root };
  } catch {
    return null; // whatever is wrong with the file, the signer refuses until a person has looked
  }
}

/** Returns when the disk has it: only then may the signature leave. */
export function rememberSigned(folder: string, { origin, size, root }: Checkpoint): void {
  writeDurably(join(folder, fileName), `${JSON.stringify({ origin, size, root: encodeBase64(root) })}\n`);
}
