/** Law 2: the circles in a graph (Tarjan's strongly connected components of more than one node, and self-loops), each as a path. */
export function circles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const state = { order: new Map<string, number>(), low: new Map<string, number>(), stack: [] as string[] };
  const found: string[][] = [];
  for (const node of graph.keys()) if (!state.order.has(node)) connect(node);
  return found.map((members) => walkRound(graph, members));

  function connect(node: string): void {
    const number = state.order.size;
    state.order.set(node, number);
    state.low.set(node, number);
    state.stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!state.order.has(next)) {
        connect(next);
        lower(node, state.low.get(next));
      } else if (state.stack.includes(next)) lower(node, state.order.get(next));
    }
    if (state.low.get(node) === number) close(node);
  }

  function lower(node: string, number = Number.POSITIVE_INFINITY): void {
    state.low.set(node, Math.min(state.low.get(node) ?? number, number));
  }

  function close(node: string): void {
    const members = state.stack.splice(state.stack.indexOf(node));
    if (members.length > 1 || graph.get(node)?.includes(node)) found.push(members);
  }
}

/** Starts at one member and goes on to members until it meets one again: that stretch is a circle. */
function walkRound(graph: ReadonlyMap<string, readonly string[]>, members: readonly string[]): string[] {
  const path: string[] = [];
  let at = members[0] ?? '';
  while (!path.includes(at)) {
    path.push(at);
    at = graph.get(at)?.find((next) => members.includes(next)) ?? at;
  }
  return [...path.slice(path.indexOf(at)), at];
}
