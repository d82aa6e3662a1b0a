import type { Dice } from './dice.ts';

/** Ids and tokens the server has given out, by name: what makes the next request reach further than the door. */
export type Pool = {
  add(name: string, value: string | number): void;
  gather(answer: unknown): void;
  pick(name: string, dice: Dice): string | number | undefined;
};

const MOST = 40;
const worthKeeping =
  /(Id|Token|Hash|cursor|next|slug|email|revision|secret|eTag)$|^(name|model|version|label)$/;

/** `never` stays out: what the fuzzer itself stands on must not be fuzzed away. */
export function openPool(never: ReadonlySet<string>): Pool {
  const values = new Map<string, (string | number)[]>();
  const pool: Pool = {
    add(name, value) {
      if (never.has(String(value))) return;
      const kept = values.get(name) ?? [];
      if (kept.includes(value)) return;
      kept.push(value);
      if (kept.length > MOST) kept.shift();
      values.set(name, kept);
    },
    gather(answer) {
      if (typeof answer !== 'object' || answer === null) return;
      for (const [key, value] of Object.entries(answer)) {
        if (typeof value === 'object') pool.gather(value);
        else if ((typeof value === 'string' || typeof value === 'number') && worthKeeping.test(key)) {
          if (String(value).length < 400) pool.add(sameThing(key), value);
        }
      }
    },
    pick(name, dice) {
      const kept = values.get(sameThing(name));
      return kept && kept.length > 0 ? dice.pick(kept) : undefined;
    },
  };
  return pool;
}

/** Different names for one kind of value. */
function sameThing(name: string): string {
  const others: Record<string, string> = {
    next: 'cursor',
    useCase: 'slug',
    useCaseSlug: 'slug',
    ownerId: 'personId',
    createdBy: 'personId',
    basedOn: 'policyVersionId',
    from: 'policyVersionId',
    subjectId: 'decisionId',
    modelVersion: 'model',
  };
  return others[name] ?? name;
}
