import type { Dice } from './dice.ts';

/** Ids and tokens the server has given out, by name: what makes the next request reach further than the door. */
export type Pool = {
  add(name: string, value: string | number): void;
  /** Keeps what an answer gives out and gives it back; `by` is who was told. */
  gather(answer: unknown, by?: string): Together | null;
  pick(name: string, dice: Dice): string | number | undefined;
  /** Values that came together, e.g. a task with its claim token, among those that have all these names. */
  pickTogether(names: readonly string[], dice: Dice): Together | null;
};

export type Together = { values: ReadonlyMap<string, string | number>; by: string | undefined };

const MOST = 40;
const MOST_TOGETHER = 300;
const worthKeeping = /(Id|Token|Hash|cursor|next|slug|email|revision|password)$|^(name|model|version|label)$/;

/** `never` stays out: what the fuzzer itself stands on must not be fuzzed away. */
export function openPool(never: ReadonlySet<string>): Pool {
  const values = new Map<string, (string | number)[]>();
  const together: Together[] = [];
  const pool: Pool = {
    add(name, value) {
      if (never.has(String(value))) return;
      const kept = values.get(name) ?? [];
      if (kept.includes(value)) return;
      kept.push(value);
      if (kept.length > MOST) kept.shift();
      values.set(name, kept);
    },
    gather(answer, by) {
      if (typeof answer !== 'object' || answer === null) return null;
      const values = new Map(worthOf(answer, 2).filter(([, value]) => !never.has(String(value))));
      for (const [name, value] of values) pool.add(name, value);
      if (values.size > 1) together.push({ values, by });
      if (together.length > MOST_TOGETHER) together.shift();
      for (const part of Object.values(answer)) pool.gather(part, by);
      return { values, by };
    },
    pick(name, dice) {
      const kept = values.get(sameThing(name));
      return kept && kept.length > 0 ? dice.pick(kept) : undefined;
    },
    pickTogether(names, dice) {
      const fitting = together.filter(({ values }) => names.every((name) => values.has(sameThing(name))));
      // The newest are the ones most likely to be valid still.
      return fitting.length > 0 ? dice.pick(dice.chance(0.7) ? fitting.slice(-5) : fitting) : null;
    },
  };
  return pool;
}

/** The values of an object and of the objects in it that are worth keeping. */
function worthOf(answer: object, depth: number): [string, string | number][] {
  return Object.entries(answer).flatMap(([key, value]): [string, string | number][] => {
    if (typeof value === 'object' && value !== null) {
      return depth > 0 && !Array.isArray(value) ? worthOf(value, depth - 1) : [];
    }
    const kept = (typeof value === 'string' && value.length < 400) || typeof value === 'number';
    if (key === 'signInLink' && typeof value === 'string') return [['token', value.split('#').at(-1) ?? '']];
    return kept && worthKeeping.test(key) ? [[sameThing(key), value]] : [];
  });
}

/** Different names for one kind of value. */
export function sameThing(name: string): string {
  const others: Record<string, string> = {
    next: 'cursor',
    useCase: 'slug',
    useCaseSlug: 'slug',
    ownerId: 'personId',
    createdBy: 'personId',
    basedOn: 'policyVersionId',
    inForce: 'policyVersionId',
    from: 'policyVersionId',
    subjectId: 'decisionId',
    modelVersion: 'model',
  };
  return others[name] ?? name;
}
