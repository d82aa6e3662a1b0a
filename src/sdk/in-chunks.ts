export type ChunkLimits = {
  /** Most items of one chunk. */
  most: number;
  /** A chunk leaves this long after its first item, however small; a slow source is not held up. */
  lingerMs: number;
};

/** Cuts a source into chunks by number and by time. */
export async function* inChunks<T>(
  source: Iterable<T> | AsyncIterable<T>,
  { most, lingerMs }: ChunkLimits,
): AsyncGenerator<T[]> {
  const items = iteratorOf(source);
  let chunk: T[] = [];
  let coming = items.next();
  let timeUp: Promise<'time-up'> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    for (;;) {
      const next = await (timeUp ? Promise.race([coming, timeUp]) : coming);
      if (next === 'time-up' || next.done || chunk.push(next.value) === most) {
        clearTimeout(timer);
        timeUp = null;
        if (chunk.length > 0) yield chunk;
        if (next !== 'time-up' && next.done) return;
        chunk = [];
      } else if (!timeUp) {
        timeUp = new Promise((resolve) => {
          timer = setTimeout(resolve, lingerMs, 'time-up' as const);
        });
      }
      if (next !== 'time-up') coming = items.next();
    }
  } finally {
    clearTimeout(timer);
    void items.return?.();
  }
}

function iteratorOf<T>(source: Iterable<T> | AsyncIterable<T>): AsyncIterator<T> {
  if (Symbol.asyncIterator in source) return source[Symbol.asyncIterator]();
  const items = source[Symbol.iterator]();
  return {
    next: async () => items.next(),
    return: async () => items.return?.() ?? { done: true, value: undefined },
  };
}
