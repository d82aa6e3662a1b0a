import { isAlias, isMap, isScalar, isSeq, type Node, type Scalar, type YAMLMap } from 'yaml';

export type Reading = {
  complain: (offset: number, message: string) => void;
  /** Filled with where each value starts, by JSON pointer; of a member that is its key. */
  offsets: Map<string, number>;
};

type At = { pointer: string; depth: number };

/** A policy nests ten deep. */
const deepest = 40;

/** The value of a node as JSON has it; complains of whatever JSON has not. */
export function readNode(reading: Reading, node: Node, at: At): unknown {
  const { complain, offsets } = reading;
  const offset = offsetOf(node);
  if (!offsets.has(at.pointer)) offsets.set(at.pointer, offset);
  if (at.depth > deepest) return complain(offset, 'This is nested too deeply.');
  const because = whyNotPlain(node);
  if (because) return complain(offset, because);
  if (isMap(node)) return readMap(reading, node, at);
  if (isSeq(node)) return node.items.map((item, index) => readNode(reading, item as Node, below(at, index))); // parsed lists hold nodes
  return isScalar(node) ? readScalar(reading, node, offset) : null;
}

function offsetOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

function whyNotPlain(node: Node): string | null {
  if (isAlias(node)) return `*${node.source} is an alias; write out what it stands for.`;
  if ('anchor' in node && node.anchor) return `&${node.anchor} is an anchor, and anchors are not taken.`;
  return node.tag ? 'A tag (!) stands here, and tags are not taken; quote texts instead.' : null;
}

function readMap(reading: Reading, map: YAMLMap, at: At): unknown {
  const members = new Map<string, unknown>();
  // Parsed maps hold nodes.
  for (const { key, value } of map.items as { key: Node; value: Node | null }[]) {
    const name = isScalar(key) && typeof key.value === 'string' ? key.value : '';
    const because = whyNotKey(key, members);
    if (because) reading.complain(offsetOf(key), because);
    const inside = below(at, name);
    reading.offsets.set(inside.pointer, offsetOf(key));
    members.set(name, value === null ? null : readNode(reading, value, inside));
  }
  return Object.fromEntries(members);
}

function whyNotKey(key: Node, before: ReadonlyMap<string, unknown>): string | null {
  const because = whyNotPlain(key);
  if (because) return because;
  if (!isScalar(key)) return 'This key is no text.';
  if (typeof key.value !== 'string') return `The key "${key.source ?? ''}" is no text; put it in quotes.`;
  if (key.value === '<<') return 'Merges (<<) are not taken; write out what they stand for.';
  return before.has(key.value) ? `"${key.value}" stands here a second time.` : null;
}

function readScalar({ complain }: Reading, { value }: Scalar, offset: number): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) complain(offset, 'This number is not finite.');
  else if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value))
    complain(offset, 'Whole numbers beyond 2^53 are not exact; write it as a text.');
  else if (typeof value === 'string' && !value.isWellFormed())
    complain(offset, 'This text has half a character (an unpaired surrogate).');
  return value;
}

/** RFC 6901. */
function below({ pointer, depth }: At, key: string | number): At {
  const escaped = String(key).replaceAll('~', '~0').replaceAll('/', '~1');
  return { pointer: `${pointer}/${escaped}`, depth: depth + 1 };
}
