// Functions, methods and comprehensions in conditions: what there is, and what it costs.

import type { ASTNode } from '@marcbachmann/cel-js';
import { variables, visitField, withFields } from './inspect-name.ts';
import { writtenSpanMs, writtenTimeMs } from './times.ts';
import type { Visit, Walk } from './walk.ts';

type With = { readonly walk: Walk; readonly visit: Visit };

/**
 * All functions of the rule language; each costs at most the length of its strings.
 *
 * `matches` is left out on purpose: its patterns run on a backtracking engine, where a short pattern can take minutes.
 * `map`, `filter` and `cel.bind` are left out because they can double a value at every step. Methods of times take no
 * time zone: the library reads zones through the machine's own locale.
 */
const calls: ReadonlySet<string> = new Set([
  'has',
  'size',
  'int',
  'double',
  'string',
  'timestamp',
  'duration',
]);
const methods: ReadonlySet<string> = new Set(
  (
    'startsWith endsWith contains size lowerAscii upperAscii trim ' +
    'getFullYear getMonth getDate getDayOfMonth getDayOfWeek getHours getMinutes getSeconds'
  ).split(' '),
);
const comprehensions: ReadonlySet<string> = new Set(['exists', 'all', 'exists_one']);
/**
 * Steps of a function that is not cheap, at 50 ns a step, for the longest string: `size` counts code points one by one
 * (20 µs measured), the others scan or copy at memory speed.
 */
const callSteps: Readonly<Record<string, number>> = { size: 400 };
const ordinaryCallSteps = 20;

const instead: Readonly<Record<string, string>> = {
  matches: 'a pattern can take unbounded time; use startsWith, endsWith, contains or in',
};

/**
 * `has()` is looked at by itself: its argument is not read, so it needs no guard, and it is one.
 *
 * Where in the condition the guard stands is not looked at. `metadata.x > 1 && has(metadata.x)` passes, and rightly so:
 * CEL's "and" absorbs the error of its left side.
 */
export function visitCall(name: string, args: readonly ASTNode[], { walk, visit }: With): number {
  const [argument] = args;
  if (name === 'has' && argument?.op === '.') return visitPresence(argument.args, walk);
  if (!calls.has(name)) walk.problems.push(notAvailable(name, calls));
  else if (argument?.op === 'value' && typeof argument.args === 'string')
    checkWrittenTime(name, argument.args, walk);
  return stepsOf(name) + visitAll(args, { walk, visit });
}

function visitPresence([base, field]: readonly [ASTNode, string], walk: Walk): number {
  visitField(base, field, walk);
  if (base.op !== 'id') return 2;
  if (base.args === 'metadata') walk.guards.add(field);
  // The others are there or not for all decisions of a policy; a rule that cannot read them holds.
  else if (base.args === 'thresholds' || base.args === 'backlog')
    walk.problems.push(`has() asks for metadata and probabilities; ${base.args}.${field} needs no asking.`);
  return 2;
}

/** Compared with a time that cannot be read, a rule would hold everything that reaches it. */
function checkWrittenTime(name: string, text: string, { problems, environment }: Walk): void {
  if (name === 'timestamp' && writtenTimeMs(text, environment) === null)
    problems.push(`"${text}" is no time; write one such as timestamp("2025-03-01T12:00:00Z").`);
  if (name === 'duration' && writtenSpanMs(text, environment) === null)
    problems.push(`"${text}" is no span of time; write one such as duration("1h30m").`);
}

function visitAll(nodes: readonly ASTNode[], { walk, visit }: With): number {
  return nodes.reduce((steps, node) => steps + visit(node, walk), 1);
}

// All methods cost at most the length of their strings, which the metadata check bounds.
export function visitMethod(
  [name, receiver, args]: readonly [string, ASTNode, readonly ASTNode[]],
  { walk, visit }: With,
): number {
  if (comprehensions.has(name)) return visitComprehension([name, receiver, args], { walk, visit });
  if (name.startsWith('get') && args.length > 0)
    walk.problems.push(`${name}() answers in UTC and takes no time zone.`);
  else if (!methods.has(name)) {
    walk.problems.push(notAvailable(name, methods));
    return 1;
  }
  return stepsOf(name) + visit(receiver, walk) + visitAll(args, { walk, visit });
}

function stepsOf(name: string): number {
  return Object.hasOwn(callSteps, name) ? (callSteps[name] ?? ordinaryCallSteps) : ordinaryCallSteps;
}

function notAvailable(name: string, available: ReadonlySet<string>): string {
  const reason = instead[name] ?? `there are ${[...available].join(', ')}`;
  return `${name}() is not available in rules: ${reason}.`;
}

/**
 * `exists`, `all` and `exists_one` over a list that is written down or over the classes.
 *
 * Both are bounded before any decision arrives, so the cost is: elements times steps of the condition. An element named
 * like a variable would hide it, and the reader of the rule would not know which is meant.
 *
 * @example probabilities.exists(c, c != label && probabilities[c] > 0.3)
 */
function visitComprehension(
  [name, receiver, args]: readonly [string, ASTNode, readonly ASTNode[]],
  { walk, visit }: With,
): number {
  const [item, predicate] = args;
  if (item?.op !== 'id' || predicate === undefined || args.length > 2) {
    walk.problems.push(`${name}() takes a name and a condition, such as ["a", "b"].${name}(x, x == model).`);
    return 1;
  }
  if (receiver.op !== 'list' && !(receiver.op === 'id' && receiver.args === 'probabilities')) {
    walk.problems.push(`${name}() works on a written list or on probabilities.`);
    return 1;
  }
  if (withFields.includes(item.args) || variables(walk.subject).includes(item.args)) {
    walk.problems.push(`Give the element a name of its own; "${item.args}" is taken.`);
    return 1;
  }
  const elements = receiver.op === 'list' ? receiver.args.length : walk.subject.classes.length;
  const inner: Walk = { ...walk, items: new Set([...walk.items, item.args]) };
  return visit(receiver, walk) + Math.max(1, elements) * visit(predicate, inner);
}
