import { proveConsistency } from '../../../core/ledger/consistency.ts';
import type { Database } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { sha256 } from '../../../platform/sha256.ts';
import { ForkAlarm } from '../tree/fork-alarm.ts';
import { selectTiles } from '../tree/read-tiles.ts';
import type { Signer } from './signer.ts';

/** An idle log signs the same size again after this time, so that silence is visible. */
const heartbeatMs = 60_000;

type Tree = { size: number; root: Buffer; signed_size: number | null; signed_at: Date | null };

/**
 * Signs the tree as it is and stores the checkpoint; answers whether there was something to sign. What the signer
 * refuses is a fork alarm: nothing is published any more, commands go on.
 */
export async function signCheckpoint(
  db: Database,
  signer: Signer,
  at: Date,
): Promise<'signed' | 'nothing-new'> {
  const tree = await db.row<Tree>(selectTree);
  if (!tree) return 'nothing-new';
  const { size, root, signed_size, signed_at } = tree;
  const silent = signed_at === null || at.getTime() - signed_at.getTime() >= heartbeatMs;
  if (size === signed_size && !silent) return 'nothing-new';
  const signed = signer.sign({ size, root, proof: await proofFor(db, signer, size) });
  if (!signed.ok) throw new ForkAlarm(signed.because);
  const stored = await db.run(sql`
    insert into ledger_checkpoint (size, root, note, signed_at)
    values (${size}, ${root}, ${signed.note}, ${at})
    on conflict (size) do update
    set signed_at = excluded.signed_at
    where ledger_checkpoint.note = excluded.note`);
  if (stored === 1) return 'signed';
  throw new ForkAlarm(`Another checkpoint for ${size} entries is stored already.`);
}

const selectTree = {
  name: 'ledger-tree',
  ...sql`
    select ledger_log.size, ledger_log.root, last.size as signed_size, last.signed_at
    from ledger_log
    left join lateral (select size, signed_at from ledger_checkpoint order by size desc limit 1) as last on true`,
};

async function proofFor(db: Database, signer: Signer, size: number): Promise<readonly Uint8Array[]> {
  const lastSize = signer.lastSize();
  // Without a size to start from, or with a larger one, the signer refuses whatever the proof.
  if (lastSize === null || lastSize > size) return [];
  const tree = {
    size,
    readTiles: (tiles: Parameters<typeof selectTiles>[1]) => selectTiles(db, tiles),
    hash: sha256,
  };
  const proven = await proveConsistency(tree, lastSize);
  if (!proven.ok) throw new ForkAlarm(`The stored tree is damaged: ${proven.because}.`);
  return proven.proof;
}
