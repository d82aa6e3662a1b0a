import type { Tx } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';

/** What a batch of entries tells of shadows, by position in the log. */
export type ShadowNews = {
  positions: ReadonlyMap<string, number>;
  ends: ReadonlyMap<string, number>;
  countedTo: number;
};

/** Notes how far those shadows have counted that counted something, and which have come to their end. */
export async function noteCounted(
  tx: Tx,
  counting: ReadonlySet<string>,
  { ends, countedTo }: ShadowNews,
): Promise<void> {
  const shadowIds = [...new Set([...counting, ...ends.keys()])];
  if (shadowIds.length === 0) return;
  await tx.run({
    name: 'shadows-counted',
    ...sql`
      update shadow
      set counted_to = greatest(counted_to, ${countedTo}), finished = shadow_id = any(${[...ends.keys()]}::uuid[])
      where shadow_id = any(${shadowIds}::uuid[]) and not finished`,
  });
}
