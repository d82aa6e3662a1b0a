/**
 * Values of the database kept in memory for a moment, so that the hot path need not ask for each request. How old a
 * value may be is a promise to people: what was revoked elsewhere stops working within `staleMs`.
 */
export type Recall<Value extends object> = {
  /** At once while fresh; while stale also at once, and asked for again behind the caller's back; else asked for. */
  of(key: string): Value | null | Promise<Value | null>;
  /** Whether the key was good before, however long ago. */
  knows(key: string): boolean;
  /** Drops what changed in this process; answers that are on their way are not kept either. */
  forget(matches: (value: Value) => boolean): void;
};

export type RecallOptions<Value> = {
  load: (key: string) => Promise<Value | null>;
  freshMs: number;
  staleMs: number;
  /** Most values kept; the one asked for longest ago goes first. Absent values are never kept. */
  most: number;
};

export function openRecall<Value extends object>(options: RecallOptions<Value>): Recall<Value> {
  const kept = new Map<string, { value: Value; askedMs: number }>();
  const underWay = new Map<string, Promise<Value | null>>();
  let forgotten = 0;

  function ask(key: string): Promise<Value | null> {
    const running = underWay.get(key);
    if (running) return running;
    const before = forgotten;
    const askedMs = performance.now();
    const asking = options.load(key).then((value) => {
      if (before === forgotten) keep(key, value, askedMs);
      return value;
    });
    underWay.set(key, asking);
    const done = () => {
      if (underWay.get(key) === asking) underWay.delete(key);
    };
    asking.then(done, done);
    return asking;
  }

  function keep(key: string, value: Value | null, askedMs: number): void {
    kept.delete(key);
    if (value === null) return;
    kept.set(key, { value, askedMs });
    if (kept.size <= options.most) return;
    for (const oldest of kept.keys()) {
      kept.delete(oldest);
      break;
    }
  }

  return {
    of(key) {
      const known = kept.get(key);
      if (!known) return ask(key);
      // Monotonic time: a wall clock set back must not keep a revoked key alive.
      const ageMs = performance.now() - known.askedMs;
      if (ageMs <= options.freshMs) return known.value;
      if (ageMs > options.staleMs) return ask(key);
      // If this fails, the value grows too old, and whoever asks then sees the error.
      ask(key).catch(() => {});
      return known.value;
    },
    knows: (key) => kept.has(key),
    forget(matches) {
      forgotten += 1;
      underWay.clear();
      for (const [key, { value }] of kept) if (matches(value)) kept.delete(key);
    },
  };
}
