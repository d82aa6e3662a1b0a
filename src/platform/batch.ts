import { isDatabaseAway } from './database-away.ts';
import { Refusal } from './refusal.ts';

export type Answered<Answer> = { ok: true; answer: Answer } | { ok: false; error: unknown };

/**
 * Natural batching: one commit in flight; whatever arrives meanwhile is the next batch. No timer, so an idle server
 * answers at once and a busy one fills its batches. A second commit joins only while a full batch waits: it never makes
 * batches smaller, and the database is not idle while the next one is being made.
 */
export type Batcher<Item, Answer> = {
  /** Queues items as one group; answers in their order. Refuses at once when the queue is full. */
  submit(items: readonly Item[]): Promise<Answered<Answer>[]>;
  /** Items waiting or in flight. */
  depth(): number;
  /** Resolves when everything accepted so far is answered. */
  drained(): Promise<void>;
};

export type BatcherOptions<Item, Answer> = {
  /** Most items per batch. */
  batchLimit: number;
  /** Most items waiting; more are refused with 503. */
  queueLimit: number;
  /** The same limits in bytes, so that large items cannot fill the memory. */
  bytes?: { of: (item: Item) => number; batchLimit: number; queueLimit: number };
  /** Commits a batch; answers per item. A throw means that nothing of the batch was written. */
  commit: (items: readonly Item[]) => Promise<Answered<Answer>[]>;
  onBatch?: (size: number, tookMs: number) => void;
};

type Group<Item, Answer> = {
  items: readonly Item[];
  bytes: number;
  resolve: (answers: Answered<Answer>[]) => void;
};

export function openBatcher<Item, Answer>(options: BatcherOptions<Item, Answer>): Batcher<Item, Answer> {
  const waiting: Group<Item, Answer>[] = [];
  const { bytes } = options;
  let waitingItems = 0;
  let waitingBytes = 0;
  let flyingItems = 0;
  let usual: Promise<void> | null = null;
  let second: Promise<void> | null = null;

  async function commitWhile(more: () => boolean, ended: () => void): Promise<void> {
    while (more()) {
      const groups = takeGroups(waiting, options);
      const items = groups.length === 1 ? (groups[0]?.items ?? []) : groups.flatMap((group) => group.items);
      waitingItems -= items.length;
      for (const group of groups) waitingBytes -= group.bytes;
      flyingItems += items.length;
      const startedMs = performance.now();
      const answers = await commitOrHalve(items, options.commit);
      options.onBatch?.(items.length, performance.now() - startedMs);
      flyingItems -= items.length;
      let at = 0;
      for (const group of groups) {
        group.resolve(answers.slice(at, at + group.items.length));
        at += group.items.length;
      }
    }
    ended(); // in the turn of the last look: what is submitted from now on starts anew
  }

  const isAnyWaiting = () => waiting.length > 0;
  const isFullBatchWaiting = () => waitingItems >= options.batchLimit;

  function start(): void {
    usual ??= soon(() =>
      commitWhile(isAnyWaiting, () => {
        usual = null;
      }),
    );
    if (!isFullBatchWaiting()) return;
    second ??= soon(() =>
      commitWhile(isFullBatchWaiting, () => {
        second = null;
      }),
    );
  }

  /** One group is let in whatever its bytes, or a large one could never come in. */
  function isFull(items: readonly Item[], size: number): boolean {
    if (waitingItems + items.length > options.queueLimit) return true;
    return bytes !== undefined && waitingItems > 0 && waitingBytes + size > bytes.queueLimit;
  }

  return {
    submit(items) {
      const size = bytes ? sumOf(items, bytes.of) : 0;
      if (isFull(items, size)) return Promise.reject(overloaded());
      return new Promise((resolve) => {
        waiting.push({ items, bytes: size, resolve });
        waitingItems += items.length;
        waitingBytes += size;
        start();
      });
    },
    depth: () => waitingItems + flyingItems,
    drained: async () => {
      while (usual || second) await Promise.all([usual, second]);
    },
  };
}

/** What arrives in the same turn of the event loop shares the batch. */
function soon(work: () => Promise<void>): Promise<void> {
  return new Promise((done) => setImmediate(() => done(work())));
}

function sumOf<Item>(items: readonly Item[], of: (item: Item) => number): number {
  let sum = 0;
  for (const item of items) sum += of(item);
  return sum;
}

function takeGroups<Item, Answer>(
  waiting: Group<Item, Answer>[],
  { batchLimit, bytes: limits }: BatcherOptions<Item, Answer>,
): Group<Item, Answer>[] {
  const mostBytes = limits?.batchLimit ?? Number.POSITIVE_INFINITY;
  let count = 0;
  let bytes = 0;
  let groups = 0;
  for (const group of waiting) {
    count += group.items.length;
    bytes += group.bytes;
    if (groups > 0 && (count > batchLimit || bytes > mostBytes)) break;
    groups += 1;
  }
  return waiting.splice(0, groups);
}

// One bad row must not fail its neighbours: on an error each half is tried alone, down to the row that is to blame.
// A database that is away is nobody's fault, and halving would only knock more often.
async function commitOrHalve<Item, Answer>(
  items: readonly Item[],
  commit: (items: readonly Item[]) => Promise<Answered<Answer>[]>,
): Promise<Answered<Answer>[]> {
  try {
    return await commit(items);
  } catch (error) {
    if (items.length === 1 || isDatabaseAway(error)) return items.map(() => ({ ok: false, error }));
    const middle = items.length >> 1;
    const left = await commitOrHalve(items.slice(0, middle), commit);
    return [...left, ...(await commitOrHalve(items.slice(middle), commit))];
  }
}

function overloaded(): Refusal {
  return new Refusal(
    'unavailable',
    'ingest.overloaded',
    'More decisions are waiting than can be written soon.',
    {
      todo: 'Nothing was taken. Send the same decision again after the time in Retry-After.',
      retryAfterSeconds: 1,
    },
  );
}
