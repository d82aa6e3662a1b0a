import type { JsonValue } from '../../contract/parts.ts';
import { decodePayload, type Payload } from '../../core/decisions/payload-block.ts';
import type { Db } from '../../db/database.ts';
import { sql } from '../../db/sql.ts';

/** Where a decision's payload stands: its commit's block, and its place in it. */
export type PayloadPointer = { commitId: string; entryIndex: number };

/** What a model was given and what it said. */
export type Content = { input: JsonValue; output: JsonValue; probabilities: Record<string, number> | null };

/** One decision's content; null when it was erased. */
export async function readPayload(db: Db, pointer: PayloadPointer): Promise<Content | null> {
  const [content] = await readPayloads(db, [pointer]);
  return content ?? null;
}

/** Contents in the order of the pointers, each block read once; null where one was erased. */
export async function readPayloads(db: Db, pointers: readonly PayloadPointer[]): Promise<(Content | null)[]> {
  const commitIds = [...new Set(pointers.map((pointer) => pointer.commitId))];
  const rows = await db.rows<{ commit_id: string; body: Buffer }>({
    ...sql`select commit_id, body from payload_block where commit_id = any(${commitIds}::uuid[])`,
    name: 'read-payloads',
  });
  const blocks = new Map(rows.map((row) => [row.commit_id, row.body]));
  return pointers.map(({ commitId, entryIndex }) => {
    const block = blocks.get(commitId);
    const payload = block ? decodePayload(block, entryIndex) : null;
    return payload ? contentOf(payload) : null;
  });
}

/** Recording took these through the contract and wrote the bytes itself, so they are what they are said to be. */
function contentOf({ input, output, more }: Payload): Content {
  const { probabilities } = jsonOf(more) as { probabilities?: Record<string, number> }; // as above
  return {
    input: jsonOf(input) as JsonValue, // as above
    output: jsonOf(output) as JsonValue, // as above
    probabilities: probabilities ?? null,
  };
}

function jsonOf(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes));
}
