// What the type checker cannot say about a condition: words the rule language leaves out, fields and classes that do
// not exist, and what the condition may cost. Every problem is a sentence.

import type { ASTNode } from '@marcbachmann/cel-js';
import type { PolicySubject } from '../../use-cases/use-case.ts';
import { modelStates } from '../facts.ts';
import type { Vocabulary } from './cel-environment.ts';

export type Inspection = {
  readonly problems: readonly string[];
  /** Optional metadata that is read without asking `has()` first: decisions that lack it will be held. */
  readonly unguarded: readonly string[];
  /** Names of what it reads or asks for: `confidence`, `metadata.amount`, `thresholds.confident`, … */
  readonly reads: ReadonlySet<string>;
  /** Upper bound of evaluation steps: nodes, and those inside a comprehension once per element. */
  readonly steps: number;
};

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
 * (20 µs measured), the others scan or copy at memory speed. A read that may fail costs a throw.
 */
const callSteps: Readonly<Record<string, number>> = { size: 400 };
const ordinaryCallSteps = 20;
const mayFailSteps = 20;

const instead: Readonly<Record<string, string>> = {
  matches: 'a pattern can take unbounded time; use startsWith, endsWith, contains or in',
};

/** What a walk gathers; `items` are the element names of the comprehensions around the node. */
type Walk = {
  readonly subject: PolicySubject;
  readonly thresholds: readonly string[];
  readonly problems: string[];
  /** Names of everything named. */
  readonly named: Set<string>;
  /** Metadata that is read, not only asked for. */
  readonly reads: Set<string>;
  readonly guards: Set<string>;
  readonly items: ReadonlySet<string>;
};

/**
 * Walks the syntax tree of one condition once. Linear in its nodes, which the parser has bounded.
 *
 * @example inspectExpression(parse('metadata.amuont > 1').ast, vocabularyOf(subject)).problems
 * // ['metadata.amuont is not a field of this use case; it has amount, country.']
 */
export function inspectExpression(
  ast: ASTNode,
  { subject, thresholds }: Pick<Vocabulary, 'subject' | 'thresholds'>,
): Inspection {
  const walk: Walk = {
    subject,
    thresholds,
    problems: [],
    named: new Set(),
    reads: new Set(),
    guards: new Set(),
    items: new Set(),
  };
  const steps = visit(ast, walk);
  const optional = subject.metadataFields.filter((field) => !field.required).map((field) => field.name);
  const unguarded = optional.filter((name) => walk.reads.has(name) && !walk.guards.has(name));
  return { problems: [...new Set(walk.problems)], unguarded, reads: walk.named, steps };
}

/**
 * Notes the problems of a node and all below it; answers its steps.
 *
 * Every kind of node the parser can make is named: one that a later version of the library adds does not compile here
 * until somebody has decided whether rules may use it.
 */
function visit(node: ASTNode, walk: Walk): number {
  switch (node.op) {
    case 'value':
      return visitLiteral(node.args, walk);
    case 'id':
      return visitName(node.args, walk);
    case '.':
      return visitField(node.args[0], node.args[1], walk);
    case '[]':
      return visitIndex(node.args[0], node.args[1], walk);
    case 'call':
      return visitCall(node.args[0], node.args[1], walk);
    case 'rcall':
      return visitMethod(node.args[0], node.args[1], node.args[2], walk);
    case 'list':
      if (node.args.length === 0)
        walk.problems.push('An empty list holds nothing; leave the comparison out.');
      return visitAll(node.args, walk);
    case '!_':
    case '-_':
      return 1 + visit(node.args, walk);
    case '.?':
    case '[?]':
    case 'map':
      walk.problems.push(`${node.op === 'map' ? 'A map' : `"${node.op}"`} is not available in rules.`);
      return 1;
    case '?:':
    case '||':
    case '&&':
      return visitAll(node.args, walk);
    default:
      checkValues(...node.args, walk);
      return visitAll(node.args, walk);
  }
}

function visitAll(nodes: readonly ASTNode[], walk: Walk): number {
  return nodes.reduce((steps, node) => steps + visit(node, walk), 1);
}

// JSON numbers are doubles, so a whole number beyond 2^53 could never be equal to one that arrives.
function visitLiteral(value: unknown, { problems }: Walk): number {
  if (
    typeof value === 'bigint' &&
    (value > BigInt(Number.MAX_SAFE_INTEGER) || value < BigInt(Number.MIN_SAFE_INTEGER))
  )
    problems.push(`${value} is too large; whole numbers are exact up to 9007199254740991.`);
  if (value === null) problems.push('null is never the value of anything; ask has(metadata.field) instead.');
  else if (typeof value === 'object') problems.push('Bytes and unsigned numbers are not available in rules.');
  return 1;
}

// `metadata` as a whole is of no use to a rule, and comparing it would cost all of its fields.
function visitName(name: string, { subject, thresholds, items, named, problems }: Walk): number {
  if (items.has(name)) return 1;
  const example = examples(subject, thresholds)[name];
  if (example !== undefined) problems.push(`Name one field, such as ${name}.${example}.`);
  else if (variables(subject).includes(name)) named.add(name);
  else problems.push(unknownName(name, subject));
  return name === 'expectedImpact' ? 1 + impactSteps(subject) : 1;
}

/** What is never read as a whole, with one of its fields. */
function examples(subject: PolicySubject, thresholds: readonly string[]): Readonly<Record<string, string>> {
  return {
    metadata: subject.metadataFields[0]?.name ?? 'amount',
    backlog: 'tier1',
    thresholds: thresholds[0] ?? 'confident',
  };
}

/** A sum over the classes; it may fail. */
function impactSteps({ classes }: PolicySubject): number {
  return mayFailSteps + classes.length;
}

// The one list of what a rule may name beside what has fields; the sentences quote it.
function variables({ outputKind }: PolicySubject): readonly string[] {
  const always = ['confidence', 'calibrated', 'model', 'modelState', 'now'];
  return outputKind === 'class' ? [...always, 'label', 'probabilities', 'expectedImpact'] : always;
}

const withFields: readonly string[] = ['metadata', 'backlog', 'thresholds'];
const backlogFields: readonly string[] = ['tier1', 'tier2', 'overdueSeconds'];

function unknownName(name: string, subject: PolicySubject): string {
  const known = [...variables(subject), ...withFields].join(', ');
  if (name === 'label' || name === 'probabilities' || name === 'expectedImpact')
    return `This use case has no classes, so ${name} is not known; a rule may use ${known}.`;
  return `"${name}" is not known; a rule may use ${known}.`;
}

/**
 * A field of metadata, or a probability written with a dot.
 *
 * The type checker would say "no such key" for both a misspelt field and a misspelt class; here the sentence can list
 * what there is.
 */
function visitField(base: ASTNode, field: string, walk: Walk): number {
  const { subject, problems } = walk;
  if (base.op !== 'id' || walk.items.has(base.args))
    problems.push(`There is nothing to be found at ".${field}" here.`);
  else if (base.args === 'metadata') checkMetadataField(field, walk);
  else if (base.args === 'thresholds') checkThreshold(field, walk);
  else if (base.args === 'backlog') checkBacklog(field, walk);
  else if (!variables(subject).includes(base.args)) problems.push(unknownName(base.args, subject));
  else if (base.args === 'probabilities') checkClass(field, walk);
  else problems.push(`${base.args} has no parts; .${field} is not known.`);
  const given =
    base.op === 'id' &&
    (base.args === 'thresholds' || (base.args === 'metadata' && isRequired(field, subject)));
  return given ? 2 : 2 + mayFailSteps;
}

function isRequired(name: string, { metadataFields }: PolicySubject): boolean {
  return metadataFields.some((field) => field.name === name && field.required);
}

// `metadata[label]` would pick a field by what arrives: its type could not be checked before.
function visitIndex(base: ASTNode, index: ASTNode, walk: Walk): number {
  if (index.op === 'value' && typeof index.args === 'string') return visitField(base, index.args, walk);
  if (base.op === 'id' && base.args === 'probabilities') return 2 + visit(base, walk) + visit(index, walk);
  walk.problems.push('Only probabilities can be indexed by something other than a written name.');
  return 1;
}

function checkThreshold(name: string, { thresholds, problems, named }: Walk): void {
  named.add(`thresholds.${name}`);
  if (thresholds.includes(name)) return;
  const has =
    thresholds.length === 0 ? 'there is none here' : `there are ${thresholds.slice(0, 12).join(', ')}`;
  problems.push(`thresholds.${name} is not a threshold; ${has}.`);
}

function checkBacklog(field: string, { problems, named }: Walk): void {
  named.add('backlog');
  if (!backlogFields.includes(field))
    problems.push(`backlog.${field} is not known; there are ${backlogFields.join(', ')}.`);
}

function checkMetadataField(field: string, { subject, problems, named, reads }: Walk): void {
  reads.add(field);
  named.add(`metadata.${field}`);
  const names = subject.metadataFields.map((one) => one.name);
  if (names.includes(field)) return;
  const has = names.length === 0 ? 'it has none' : `it has ${names.slice(0, 12).join(', ')}`;
  problems.push(`metadata.${field} is not a field of this use case; ${has}.`);
}

// A probability of a class that does not exist is missing in every decision: all of them would be held.
function checkClass(name: string, { subject, problems, named }: Walk): void {
  named.add('probabilities');
  if (!subject.classes.some((one) => one.name === name))
    problems.push(`"${name}" is not a class of this use case.`);
}

/**
 * `has()` is looked at by itself: its argument is not read, so it needs no guard, and it is one.
 *
 * Where in the condition the guard stands is not looked at. `metadata.x > 1 && has(metadata.x)` passes, and rightly so:
 * CEL's "and" absorbs the error of its left side.
 */
function visitCall(name: string, args: readonly ASTNode[], walk: Walk): number {
  const [argument] = args;
  if (name === 'has' && argument?.op === '.') {
    const [base, field] = argument.args;
    visitField(base, field, walk);
    if (base.op === 'id' && base.args === 'metadata') walk.guards.add(field);
    return 2;
  }
  if (!calls.has(name)) walk.problems.push(notAvailable(name, calls));
  return stepsOf(name) + visitAll(args, walk);
}

// All methods cost at most the length of their strings, which the metadata check bounds.
function visitMethod(name: string, receiver: ASTNode, args: readonly ASTNode[], walk: Walk): number {
  if (comprehensions.has(name)) return visitComprehension(name, receiver, args, walk);
  if (name.startsWith('get') && args.length > 0)
    walk.problems.push(`${name}() answers in UTC and takes no time zone.`);
  else if (!methods.has(name)) {
    walk.problems.push(notAvailable(name, methods));
    return 1;
  }
  return stepsOf(name) + visit(receiver, walk) + visitAll(args, walk);
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
function visitComprehension(name: string, receiver: ASTNode, args: readonly ASTNode[], walk: Walk): number {
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

/** Compared with a value that a field or the label can never have, a rule would be silently dead. */
function checkValues(left: ASTNode, right: ASTNode, walk: Walk): void {
  const values = knownValues(left, walk.subject);
  if (values) for (const literal of literals(right)) complain(left, literal, values, walk);
  const others = right.op === 'list' ? null : knownValues(right, walk.subject);
  if (others) for (const literal of literals(left)) complain(right, literal, others, walk);
}

function complain(place: ASTNode, literal: string, values: readonly string[], { problems }: Walk): void {
  if (values.includes(literal)) return;
  const name = place.op === '.' ? `metadata.${place.args[1]}` : place.args;
  problems.push(
    `${name} is never "${literal}"; it is one of ${values.slice(0, 12).join(', ')}${values.length > 12 ? ', …' : ''}.`,
  );
}

// Null where any value can occur: numbers, open strings, the model's name.
function knownValues(
  node: ASTNode,
  { classes, metadataFields, outputKind }: PolicySubject,
): readonly string[] | null {
  if (node.op === 'id' && node.args === 'modelState') return modelStates;
  if (node.op === 'id')
    return node.args === 'label' && outputKind === 'class' ? classes.map((one) => one.name) : null;
  if (node.op !== '.' || node.args[0].op !== 'id' || node.args[0].args !== 'metadata') return null;
  const [, field] = node.args;
  return metadataFields.find((one) => one.name === field)?.values ?? null;
}

function literals(node: ASTNode): readonly string[] {
  if (node.op === 'value') return typeof node.args === 'string' ? [node.args] : [];
  return node.op === 'list' ? node.args.flatMap(literals) : [];
}
