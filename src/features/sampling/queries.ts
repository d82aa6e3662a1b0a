import type { Db } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';

/** The salt of audit draws in use. It is secret: who knows it could choose ids that are never audited. */
export async function routingSalt(db: Db): Promise<Uint8Array> {
  const row = await db.row<{ salt: Buffer }>(sql`select salt from sampling_salt where retired_at is null`);
  if (!row) throw new Error('no sampling salt is in use');
  return row.salt;
}
