// Lists: `in`, and the walks `exists`, `all` and `exists_one`.

import {
  asDouble,
  bool,
  type Closure,
  type Compile,
  type Item,
  type Node,
  type Run,
  type Values,
  type ValueType,
  type Words,
} from './closure.ts';

type With = { readonly words: Words; readonly compile: Compile };
type Value = Values[ValueType];

/**
 * A written list of literals becomes a Set once, so a list of 77 classes costs as much as one of two.
 *
 * NaN cannot be written in CEL and so is in no list; `Set` and `==` agree on everything else.
 *
 * @example label in ["card_fraud", "lost_card"]
 */
export function compileMembership(
  [item, list]: readonly [Node, Node],
  { words, compile }: With,
): Closure | null {
  const left = compile(item, words);
  if (left === null) return null;
  if (list.op === 'id' && list.args === 'probabilities' && left.type === 'string') {
    const { run } = left;
    return bool((facts, given) => Object.hasOwn(facts.probabilities, run(facts, given)));
  }
  const elements = list.op === 'list' ? compileElements(list.args, { words, compile }) : null;
  const pair = elements === null ? null : alike(left, elements);
  if (pair === null) return null;
  const { run } = pair.left;
  const constants = constantsOf(pair.elements);
  if (constants === null) return bool(amongRuns(run, pair.elements));
  const set = new Set<Value>(constants);
  return bool((facts, given) => set.has(run(facts, given)));
}

/** All elements are read before any is compared: one that is missing fails the comparison, as in the interpreter. */
function amongRuns(left: Run<Value>, elements: readonly Closure[]): Run<boolean> {
  const runs = elements.map(({ run }): Run<Value> => run);
  return (facts, given) => {
    const value = left(facts, given);
    let found = false;
    for (const run of runs) if (run(facts, given) === value) found = true;
    return found;
  };
}

/** Null where nothing is in the list, or something that is not compiled, or times: the interpreter compares those. */
function compileElements(nodes: readonly Node[], { words, compile }: With): readonly Closure[] | null {
  const elements = nodes.map((node) => compile(node, words)).filter((element) => element !== null);
  const comparable = elements.every(({ type }) => type !== 'time' && type !== 'span');
  return elements.length > 0 && elements.length === nodes.length && comparable ? elements : null;
}

/** Whole and decimal numbers meet as decimal ones. */
function alike(
  left: Closure,
  elements: readonly Closure[],
): { readonly left: Closure; readonly elements: readonly Closure[] } | null {
  if (elements.every(({ type }) => type === left.type)) return { left, elements };
  const [one, ...others] = [left, ...elements].map(asDouble).filter((closure) => closure !== null);
  return one && others.length === elements.length ? { left: one, elements: others } : null;
}

function constantsOf(elements: readonly Closure[]): readonly Value[] | null {
  const constants = elements.map(({ constant }) => constant).filter((value) => value !== undefined);
  return constants.length === elements.length ? constants : null;
}

/** Walks over values with a condition on the item they are put into. */
type Walk = (
  predicate: Run<boolean>,
  item: Item,
) => (values: readonly Value[], ...of: Parameters<Run<boolean>>) => boolean;

/**
 * The first element that decides ends a walk; one whose condition cannot be evaluated counts only if none decides, but
 * in `exists_one`, which has to know all of them. Reference: CEL language definition, "Macros".
 */
function untilDecided(decisive: boolean): Walk {
  return (predicate, item) => (values, facts, given) => {
    let failure: unknown = null;
    for (const value of values) {
      item.value = value;
      try {
        if (predicate(facts, given) === decisive) return decisive;
      } catch (error) {
        failure ??= error;
      }
    }
    if (failure !== null) throw failure;
    return !decisive;
  };
}

const countOne: Walk = (predicate, item) => (values, facts, given) => {
  let count = 0;
  for (const value of values) {
    item.value = value;
    if (predicate(facts, given)) count += 1;
  }
  return count === 1;
};

const walks: Readonly<Record<string, Walk>> = {
  exists: untilDecided(true),
  all: untilDecided(false),
  exists_one: countOne,
};

/** @example probabilities.exists(c, c != label && probabilities[c] > 0.3) */
export function compileWalk(
  [name, receiver, args]: readonly [string, Node, readonly Node[]],
  { words, compile }: With,
): Closure | null {
  const walk = Object.hasOwn(walks, name) ? walks[name] : undefined;
  const [element, predicate] = args;
  if (walk === undefined || element?.op !== 'id' || predicate === undefined) return null;
  const over = elementsOf(receiver, { words, compile });
  if (over === null) return null;
  const item: Item = { type: over.type, value: '' };
  const asked = compile(predicate, { ...words, items: new Map([...words.items, [element.args, item]]) });
  if (asked?.type !== 'bool') return null;
  const along = walk(asked.run, item);
  const { values } = over;
  return bool((facts, given) => along(values(facts, given), facts, given));
}

function elementsOf(
  receiver: Node,
  { words, compile }: With,
): { readonly type: ValueType; readonly values: Run<readonly Value[]> } | null {
  if (receiver.op === 'id' && receiver.args === 'probabilities')
    return { type: 'string', values: ({ probabilities }) => Object.keys(probabilities) };
  const elements = receiver.op === 'list' ? compileElements(receiver.args, { words, compile }) : null;
  const type = elements?.[0]?.type;
  if (elements === null || type === undefined || elements.some((one) => one.type !== type)) return null;
  const constants = constantsOf(elements);
  if (constants !== null) return { type, values: () => constants };
  const runs = elements.map(({ run }): Run<Value> => run);
  return { type, values: (facts, given) => runs.map((run) => run(facts, given)) };
}
