import { formatCheckpoint } from '../../../core/ledger/checkpoint.ts';
import { verifyConsistency, verifyFirstContact } from '../../../core/ledger/consistency.ts';
import { type NoteSigner, signNote } from '../../../core/ledger/note.ts';
import { sha256 } from '../../../platform/sha256.ts';
import { recallSigned, rememberSigned } from './signed-memory.ts';

/** What the signer is asked to sign: the tree now, and the proof that it grew out of the one signed last. */
export type SigningRequest = { size: number; root: Uint8Array; proof: readonly Uint8Array[] };

export type Signer = {
  /** Size of the tree signed last, so that whoever asks can bring the right proof. Null when that is not known. */
  lastSize(): number | null;
  sign(request: SigningRequest): { ok: true; note: string } | { ok: false; because: string };
};

/**
 * The one who signs. It never looks into the database, only into its own file, and signs nothing that does not contain
 * everything it has signed before: so a database set back to yesterday, or rewritten, cannot make it fork the log.
 */
export function openSigner(folder: string, noteSigner: NoteSigner): Signer {
  const origin = noteSigner.key.name;
  return {
    lastSize: () => lastOf(folder, origin)?.size ?? null,
    sign({ size, root, proof }) {
      const last = lastOf(folder, origin);
      if (!last) return { ok: false, because: lost };
      const grown = checkGrowth(last, { size, root, proof });
      if (!grown.ok) return grown;
      // Written before the signature leaves: a crash between the two costs nothing, since Ed25519 gives the same again.
      if (size > last.size) rememberSigned(folder, { origin, size, root });
      return signNote(formatCheckpoint({ origin, size, root }), [noteSigner]);
    },
  };
}

const lost =
  'The file ledger-signed.json of the data folder is lost or damaged, so it is not known what was signed last: put it back from a backup.';

function lastOf(folder: string, origin: string) {
  const last = recallSigned(folder);
  return last?.origin === origin ? last : null;
}

function checkGrowth(
  last: { size: number; root: Uint8Array },
  { size, root, proof }: SigningRequest,
): { ok: true } | { ok: false; because: string } {
  if (size < last.size) {
    const because = `The log has ${size} entries, but ${last.size} were signed before: the database was set back. Bring the newer one back; a new ledger needs an empty database and another data folder.`;
    return { ok: false, because };
  }
  const verdict =
    last.size === 0 && size > 0
      ? verifyFirstContact({ newSize: size, newRoot: root, proof }, sha256)
      : verifyConsistency(
          { oldSize: last.size, newSize: size, oldRoot: last.root, newRoot: root, proof },
          sha256,
        );
  if (verdict.ok) return verdict;
  return {
    ok: false,
    because: `The log of ${size} entries does not contain the ${last.size} signed before (${verdict.because}): it was rewritten.`,
  };
}
