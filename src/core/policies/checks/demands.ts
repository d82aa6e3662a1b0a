// Conditions as a list of demands, of which one has to hold: what is demanded of one thing is a set of its values.
//
// Only plain demands are understood: a comparison with something written down or with a threshold, a list, a truth value,
// has(). Everything else is a demand that is like nothing but itself.

import { type ASTNode, serialize } from '@marcbachmann/cel-js';
import { type Bound, comparisonOf, keyOf, type Sign, writtenValue } from './comparison.ts';
import type { Range } from './problem.ts';
import type { Terms } from './terms.ts';
import { but, everything, intersection, interval, isEmpty, only, type ValueSet } from './value-set.ts';

export type Atom = {
  /** One text for one meaning, and the text of its opposite. */
  readonly text: string;
  readonly opposite: string;
  /** Null where it is not understood. */
  readonly key: string | null;
  /** All values that may pass, wherever the thresholds are. */
  readonly most: ValueSet;
  /** Those that pass for certain. */
  readonly least: ValueSet;
};

/** All of its atoms have to hold. */
export type Demand = readonly Atom[];

/** Beyond this a condition is taken as one demand that is not understood: the number doubles with every `||`. */
const mostDemands = 8;

/**
 * The demands of a condition; none where it is never true, and one without atoms where it always is.
 *
 * @example demandsOf(parse('label == "fraud" && confidence < 0.9 || true').ast, terms).length // 2
 */
export function demandsOf(node: ASTNode, terms: Terms, positive = true): readonly Demand[] {
  const demands = split(node, terms, positive);
  return demands.length > mostDemands ? [[opaque(node, positive)]] : demands;
}

function split(node: ASTNode, terms: Terms, positive: boolean): readonly Demand[] {
  switch (node.op) {
    case '!_':
      return demandsOf(node.args, terms, !positive);
    case '&&':
    case '||': {
      const [one, other] = node.args.map((side) => demandsOf(side, terms, positive)) as [Demand[], Demand[]]; // two sides
      return (node.op === '&&') === positive ? both(one, other) : [...one, ...other];
    }
    case '?:': {
      const [asked, yes, no] = node.args;
      return [
        ...both(demandsOf(asked, terms), demandsOf(yes, terms, positive)),
        ...both(demandsOf(asked, terms, false), demandsOf(no, terms, positive)),
      ];
    }
    case 'value':
      return (node.args === true) === positive ? [[]] : [];
    default:
      return [[atomOf(node, terms, positive)]];
  }
}

function both(ones: readonly Demand[], others: readonly Demand[]): readonly Demand[] {
  return ones.flatMap((one) => others.map((other) => [...one, ...other]));
}

function atomOf(node: ASTNode, terms: Terms, positive: boolean): Atom {
  return (
    compared(node, terms, positive) ??
    listed(node, positive) ??
    asked(node, positive) ??
    opaque(node, positive)
  );
}

const opposites: Readonly<Record<Sign, Sign>> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};

function compared(node: ASTNode, { rangeOf }: Terms, positive: boolean): Atom | null {
  const comparison = comparisonOf(node);
  if (comparison === null) return null;
  const { key, bound } = comparison;
  const sign = positive ? comparison.sign : opposites[comparison.sign];
  const words = bound.kind === 'threshold' ? `thresholds.${bound.name}` : JSON.stringify(bound.value);
  const sets = setsOf(sign, bound, rangeOf);
  return (
    sets && { text: `${key} ${sign} ${words}`, opposite: `${key} ${opposites[sign]} ${words}`, key, ...sets }
  );
}

function setsOf(sign: Sign, bound: Bound, rangeOf: Terms['rangeOf']): Pick<Atom, 'most' | 'least'> | null {
  if (bound.kind === 'value' && typeof bound.value !== 'number') {
    if (sign !== '==' && sign !== '!=') return null;
    const set = sign === '==' ? only([bound.value]) : but([bound.value]);
    return { most: set, least: set };
  }
  const range = bound.kind === 'threshold' ? rangeOf(bound.name) : { low: bound.value, high: bound.value };
  return rangeSets(sign, range as Range); // values that are no numbers went before
}

/** Passing a bound somewhere between `low` and `high`: possible from the nearer end on, certain from the farther. */
function rangeSets(sign: Sign, { low, high }: Range): Pick<Atom, 'most' | 'least'> {
  const one = low === high;
  switch (sign) {
    case '>=':
      return { most: interval({ low }), least: interval({ low: high }) };
    case '>':
      return { most: interval({ low, lowOpen: true }), least: interval({ low: high, lowOpen: true }) };
    case '<=':
      return { most: interval({ high }), least: interval({ high: low }) };
    case '<':
      return { most: interval({ high, highOpen: true }), least: interval({ high: low, highOpen: true }) };
    case '==':
      return { most: interval({ low, high }), least: one ? interval({ low, high }) : only([]) };
    case '!=':
      return { most: one ? but([low]) : everything, least: one ? but([low]) : only([]) };
    default:
      return sign satisfies never;
  }
}

/** `label in ["fraud", "spam"]` */
function listed(node: ASTNode, positive: boolean): Atom | null {
  if (node.op !== 'in') return null;
  const [item, list] = node.args;
  const key = keyOf(item);
  const values = list.op === 'list' ? list.args.map(writtenValue).filter((value) => value !== null) : [];
  if (key === null || list.op !== 'list' || values.length < list.args.length) return null;
  const set = positive ? only(values) : but(values);
  const words = `${key} in ${JSON.stringify(values)}`;
  const [text, opposite] = positive ? [words, `!${words}`] : [`!${words}`, words];
  return { text, opposite, key, most: set, least: set };
}

/** `metadata.vip`, `has(metadata.country)` */
function asked(node: ASTNode, positive: boolean): Atom | null {
  const presence = node.op === 'call' && node.args[0] === 'has' ? node.args[1][0] : undefined;
  const read = keyOf(presence ?? node);
  if (read === null || (presence !== undefined && !read.startsWith('metadata.'))) return null;
  const key = presence === undefined ? read : `has(${read})`;
  const set = only([positive]);
  return { text: `${key} ${positive}`, opposite: `${key} ${!positive}`, key, most: set, least: set };
}

function opaque(node: ASTNode, positive: boolean): Atom {
  const words = serialize(node);
  const [text, opposite] = positive ? [words, `!(${words})`] : [`!(${words})`, words];
  return { text, opposite, key: null, most: everything, least: only([]) };
}

/**
 * What a demand asks for that nothing can meet: the name of the thing, or null where it can hold.
 *
 * @example contradictionOf(demandOf('confidence > 0.9 && confidence < 0.5'), terms) // 'confidence'
 */
export function contradictionOf(demand: Demand, { domainOf }: Terms): string | null {
  const texts = new Set(demand.map(({ text }) => text));
  const opposed = demand.find(({ opposite }) => texts.has(opposite));
  if (opposed !== undefined) return opposed.key ?? opposed.text;
  const keys = new Set(demand.flatMap(({ key }) => key ?? []));
  return [...keys].find((key) => isEmpty(allowed(demand, key, domainOf))) ?? null;
}

/** What a demand leaves of a thing's values: at least all that it lets through. */
export function allowed(demand: Demand, key: string, domainOf: Terms['domainOf']): ValueSet {
  return demand
    .filter((atom) => atom.key === key)
    .reduce((set, { most }) => intersection(set, most), domainOf(key));
}
