import { type Atom, allowed, type Demand } from './demands.ts';
import type { Terms } from './terms.ts';
import { covers, intersection, type ValueSet } from './value-set.ts';

/** A demand with the name of what makes it. */
export type NamedDemand = { readonly name: string; readonly demand: Demand };

/**
 * Which of the earlier demands take every decision that this one would take; null where some may be left to it.
 *
 * Found are the plain cases: one earlier demand that asks for less; several that differ in one thing and together leave
 * none of its values (`confidence >= 0.9`, then `confidence < 0.9`; classes one by one); one and its opposite. A decision
 * for which an earlier condition cannot be evaluated is held there, so it does not come either.
 *
 * Linear in the earlier demands.
 */
export function coveredBy(
  demand: Demand,
  earlier: readonly NamedDemand[],
  terms: Terms,
): readonly string[] | null {
  const byKey = new Map<string, { readonly name: string; readonly set: ValueSet }[]>();
  const byText = new Map<string, string>();
  for (const { name, demand: other } of earlier) {
    const left = other.filter((atom) => !implies(demand, atom, terms));
    const [first] = left;
    if (first === undefined) return [name];
    const opposed = left.length === 1 ? byText.get(first.opposite) : undefined;
    if (opposed !== undefined) return [...new Set([opposed, name])];
    if (left.length === 1) byText.set(first.text, name);
    const { key } = first;
    if (key === null || left.some((atom) => atom.key !== key)) continue;
    const set = left.map(({ least }) => least).reduce(certain);
    byKey.set(key, [...(byKey.get(key) ?? []), { name, set }]);
  }
  for (const [key, sets] of byKey)
    if (
      covers(
        sets.map(({ set }) => set),
        allowed(demand, key, terms.domainOf),
      )
    )
      return names(sets);
  return null;
}

/** An intersection may keep too much; of what passes for certain nothing may be added. */
function certain(one: ValueSet, other: ValueSet): ValueSet {
  const both = intersection(one, other);
  const exact = covers([one], both) && covers([other], both);
  return exact ? both : { kind: 'only', values: new Set() };
}

function implies(demand: Demand, atom: Atom, { domainOf }: Terms): boolean {
  if (demand.some(({ text }) => text === atom.text)) return true;
  const { key } = atom;
  if (key === null) return false;
  if (covers([atom.least], allowed(demand, key, domainOf))) return true;
  // What is read is there: a decision without it could not have met the demand.
  return atom.text === `${key} true` && demand.some((one) => `has(${one.key})` === key);
}

function names(sets: readonly { readonly name: string }[]): readonly string[] {
  return [...new Set(sets.map(({ name }) => name))];
}
