type Node = { id: number; callFrame: { functionName: string; url: string }; children?: number[] };

/** A processor profile as `node --cpu-prof` writes it; times are in µs of the monotonic clock. */
export type CpuProfile = { nodes: Node[]; startTime: number; samples: number[]; timeDeltas: number[] };

/**
 * Whose work a sample is, innermost frame first: the first frame whose file fits counts. Frames of node and of shared code
 * (`core/`) fit nowhere and so belong to whoever called them.
 */
const parts: readonly [part: string, files: RegExp][] = [
  ['ledger: integrating and signing', /src\/features\/ledger\/(tree|signer|lead)/],
  ['ledger: reactions and roll-up', /src\/features\/(kpis|ledger\/(reacting|reading))/],
  ['driver of PostgreSQL', /node_modules\/pg|src\/db\/database/],
  [
    'recording: routing, entries, statement',
    /src\/(features\/(decisions|sampling|reviews|ledger)|platform\/batch)/,
  ],
  [
    'HTTP: parsing, checking, hooks',
    /src\/(platform\/http|app|features\/access|start)|node_modules\/(fastify|find-my-way|ajv|fast-json-stringify|prom-client)/,
  ],
];
const others = 'HTTP: sockets and streams of node';

const byName: ReadonlyMap<string, string> = new Map([
  ['(garbage collector)', 'garbage collection'],
  ['(idle)', 'idle: waiting for PostgreSQL'],
  ['(program)', 'outside of JavaScript'],
  ['writeUtf8String', 'HTTP: writing answers to sockets'],
  ['writev', 'writing statements to PostgreSQL'],
]);

/** Adds up the samples of a stretch of time by part. */
export function timeByPart(
  { nodes, startTime, samples, timeDeltas }: CpuProfile,
  { fromUs, toUs }: { fromUs: number; toUs: number },
): Map<string, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(
    nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
  );
  const partOf = new Map(nodes.map(({ id }) => [id, classify(id, byId, parents)]));
  const times = new Map<string, number>();
  let at = startTime;
  samples.forEach((id, i) => {
    const delta = timeDeltas[i] ?? 0;
    at += delta;
    if (at < fromUs || at > toUs) return;
    const part = partOf.get(id) ?? others;
    times.set(part, (times.get(part) ?? 0) + delta);
  });
  return times;
}

function classify(
  leaf: number,
  byId: ReadonlyMap<number, Node>,
  parents: ReadonlyMap<number, number>,
): string {
  const special = byName.get(byId.get(leaf)?.callFrame.functionName ?? '');
  if (special) return special;
  for (let id: number | undefined = leaf; id !== undefined; id = parents.get(id)) {
    const url = byId.get(id)?.callFrame.url ?? '';
    const part = parts.find(([, files]) => files.test(url));
    if (part) return part[0];
  }
  return others;
}
