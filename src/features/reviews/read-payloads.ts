import type { JsonValue } from '../../contract/parts.ts';
import { decodePayloadPart, type Payload } from '../../core/decisions/payload-block.ts';
import type { Db } from '../../db/database.ts';

/** Where a decision's payload stands: its commit's block, and its place in it. */
export type PayloadPointer = { commitId: string; entryIndex: number };

/** What a model was given and what it said. */
export type Content = { input: JsonValue; output: JsonValue; probabilities: Record<string, number> | null };

/** One decision's content; null when it was erased. */
export async function readPayload(db: Db, pointer: PayloadPointer): Promise<Content | null> {
  const [content] = await readPayloads(db, [pointer]);
  return content ?? null;
}

/** Contents in the order of the pointers; null where one was erased. */
export async function readPayloads(db: Db, pointers: readonly PayloadPointer[]): Promise<(Content | null)[]> {
  const rows = await db.rows<{ part: Buffer | null }>({
    name: 'read-payloads',
    text: partText,
    values: [pointers.map((pointer) => pointer.commitId), pointers.map((pointer) => pointer.entryIndex)],
  });
  return rows.map(({ part }) => {
    const payload = part && decodePayloadPart(part);
    return payload ? contentOf(payload) : null;
  });
}

/** Little-endian, out of the two offsets at `ends`. */
const u32 = (at: number) =>
  `(get_byte(ends, ${at}) | (get_byte(ends, ${at + 1}) << 8) | (get_byte(ends, ${at + 2}) << 16) | (get_byte(ends, ${at + 3}) << 24))`;

// Only the wanted part leaves the database: a block is a whole commit, 256 decisions of some kilobytes each. Blocks are
// stored without compression, so a slice reads only the pages it is on. `core/decisions/payload-block.ts` has the layout.
const partText = `select substring(body from first + 1 for last - first) as part
  from unnest($1::uuid[], $2::integer[]) with ordinality as wanted (commit_id, entry_index, place)
  left join payload_block
    on payload_block.commit_id = wanted.commit_id and entry_index < decision_count
  left join lateral (select substring(body from 4 * entry_index + 1 for 8) as ends) as offsets on true
  left join lateral (
    select case when entry_index = 0 then 4 + 4 * ${u32(0)} else ${u32(0)} end as first, ${u32(4)} as last) as span on true
  order by place`;

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
