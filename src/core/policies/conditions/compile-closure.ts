// Compiles the everyday part of the rule language to JavaScript closures.
//
// The interpreter walks its tree with a dispatch, a type test and often a BigInt per node, and builds the list of an
// `in` anew for every decision. Closures do the same work in a fifth of the time and look lists up in a Set. What is not
// handled here (whole-number arithmetic, times, sizes, comprehensions) answers null and is left to the interpreter; a
// property test holds both to the same answers.

import type { ASTNode } from '@marcbachmann/cel-js';
import type { FieldType } from '../../use-cases/use-case.ts';
import type { Backlog, PolicyFacts } from '../facts.ts';
import { CannotEvaluate } from './cannot-evaluate.ts';
import type { Vocabulary } from './cel-environment.ts';
import type { Given } from './given.ts';
import { valueFor } from './thresholds-in-force.ts';

type Run<T> = (facts: PolicyFacts, given: Given) => T;
type Words = Pick<Vocabulary, 'subject' | 'thresholds'>;

/** Numbers are plain doubles at run time; `whole` remembers which of them CEL calls int. */
export type Closure =
  | { readonly type: 'number'; readonly whole: boolean; readonly run: Run<number> }
  | { readonly type: 'string'; readonly run: Run<string> }
  | { readonly type: 'bool'; readonly run: Run<boolean> };

/**
 * The closure of a type-checked tree, or null when some node of it is outside the compiled part.
 *
 * @example compileClosure(parse('confidence >= 0.85').ast, vocabularyOf(subject))?.run(facts, given) // true
 */
export function compileClosure(node: ASTNode, words: Words): Closure | null {
  switch (node.op) {
    case 'value':
      return literal(node.args);
    case 'id':
      return variable(node.args);
    case '.':
      return access(node.args[0], node.args[1], words);
    case '[]':
      return index(node.args[0], node.args[1], words);
    case '||':
    case '&&':
      return logic(node.op, node.args, words);
    case '!_':
      return negate(compileClosure(node.args, words));
    case '?:':
      return choice(node.args, words);
    case 'in':
      return membership(node.args, words);
    case 'call':
      return presence(node.args);
    case 'rcall':
      return textTest(node.args, words);
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '+':
    case '-':
    case '*':
    case '/':
      return operation(node.op, compileClosure(node.args[0], words), compileClosure(node.args[1], words));
    default:
      return null;
  }
}

// A literal is read once here; at run time it costs one call. Whole numbers become doubles, which is exact within 2^53;
// beyond it null sends the condition to the interpreter and its BigInt.
function literal(value: unknown): Closure | null {
  if (typeof value === 'number') return { type: 'number', whole: false, run: () => value };
  if (typeof value === 'string') return { type: 'string', run: () => value };
  if (typeof value === 'boolean') return { type: 'bool', run: () => value };
  if (typeof value !== 'bigint' || !Number.isSafeInteger(Number(value))) return null;
  const whole = Number(value);
  return { type: 'number', whole: true, run: () => whole };
}

// Names of list elements never come here: they live in comprehensions, which are not compiled.
function variable(name: string): Closure | null {
  if (name === 'confidence') return { type: 'number', whole: false, run: (facts) => facts.confidence };
  if (name === 'calibrated')
    return { type: 'number', whole: false, run: ({ calibrated }) => calibrated ?? raise(lackingCalibrated) };
  if (name === 'expectedImpact')
    return { type: 'number', whole: false, run: (facts, given) => given.expectedImpact(facts) };
  if (name === 'model') return { type: 'string', run: (facts) => facts.model };
  if (name === 'modelState') return { type: 'string', run: (facts) => facts.modelState };
  if (name === 'label') return { type: 'string', run: (facts) => facts.label ?? missing('label') };
  return null;
}

const lackingCalibrated = new CannotEvaluate(
  'there is no calibrated confidence, as the policy names no calibration map for the model version',
);
const lackingBacklog = new CannotEvaluate('the backlog is missing');

function threshold(place: number): Closure | null {
  if (place < 0) return null;
  return {
    type: 'number',
    whole: false,
    run: ({ label }, { thresholds }) => valueFor(thresholds[place]!, label), // the given ones are the document's
  };
}

function backlogField(field: string): Closure | null {
  if (field !== 'tier1' && field !== 'tier2' && field !== 'overdueSeconds') return null;
  const name: keyof Backlog = field;
  return {
    type: 'number',
    whole: name !== 'overdueSeconds',
    run: ({ backlog }) => (backlog ?? raise(lackingBacklog))[name],
  };
}

// `probabilities.fraud` and `probabilities["fraud"]` are one thing in CEL, as are `metadata.x` and `metadata["x"]`.
function access(base: ASTNode, field: string, { subject, thresholds }: Words): Closure | null {
  if (base.op !== 'id') return null;
  if (base.args === 'probabilities')
    return { type: 'number', whole: false, run: (facts) => probability(facts, field) };
  if (base.args === 'thresholds') return threshold(thresholds.indexOf(field));
  if (base.args === 'backlog') return backlogField(field);
  const type =
    base.args === 'metadata' ? subject.metadataFields.find((one) => one.name === field)?.type : undefined;
  return type === undefined ? null : metadataField(field, type);
}

// The casts repeat what the metadata check has made sure of for every decision before it comes here.
function metadataField(field: string, type: FieldType): Closure | null {
  // Made once: taking a stack for every decision that lacks a field would cost more than the whole policy.
  const lacking = new CannotEvaluate(`metadata.${field} is missing`);
  const read: Run<unknown> = (facts) => facts.metadata[field] ?? raise(lacking);
  if (type === 'timestamp') return null;
  if (type === 'string') return { type: 'string', run: read as Run<string> };
  if (type === 'boolean') return { type: 'bool', run: read as Run<boolean> };
  return { type: 'number', whole: type === 'integer', run: read as Run<number> };
}

// A key that is not written down, `probabilities[label]`, is looked up anew for every decision.
function index(base: ASTNode, at: ASTNode, words: Words): Closure | null {
  if (at.op === 'value') return typeof at.args === 'string' ? access(base, at.args, words) : null;
  const key = compileClosure(at, words);
  if (base.op !== 'id' || base.args !== 'probabilities' || key?.type !== 'string') return null;
  return { type: 'number', whole: false, run: (facts, given) => probability(facts, key.run(facts, given)) };
}

/**
 * Own keys only: a class named "constructor" must not find what every object inherits.
 *
 * @example probability(facts, 'fraud') // 0.3
 */
function probability({ probabilities }: PolicyFacts, name: string): number {
  if (!Object.hasOwn(probabilities, name)) return missing(`the probability of "${name}"`);
  return probabilities[name] ?? Number.NaN; // own, as the line above has tested
}

function missing(what: string): never {
  throw new CannotEvaluate(`${what} is missing`);
}

function raise(error: CannotEvaluate): never {
  throw error;
}

/**
 * CEL's logic absorbs errors: `x || true` is true even where x cannot be evaluated, in either order.
 *
 * So a rule may guard a missing field on any side. The try costs nothing while nothing is thrown; a throw costs some
 * microseconds and happens only for decisions that lack a field the rule reads.
 * Reference: CEL language definition, "Logical Operators".
 */
function logic(op: '||' | '&&', operands: readonly [ASTNode, ASTNode], words: Words): Closure | null {
  const left = compileClosure(operands[0], words);
  const right = compileClosure(operands[1], words);
  if (left?.type !== 'bool' || right?.type !== 'bool') return null;
  const decisive = op === '||';
  return {
    type: 'bool',
    run: (facts, given) => {
      try {
        if (left.run(facts, given) === decisive) return decisive;
      } catch (error) {
        if (right.run(facts, given) === decisive) return decisive;
        throw error;
      }
      return right.run(facts, given);
    },
  };
}

// The type checker has seen to it that the operand is a truth value; the test only tells the compiler so.
function negate(operand: Closure | null): Closure | null {
  return operand?.type === 'bool'
    ? { type: 'bool', run: (facts, given) => !operand.run(facts, given) }
    : null;
}

/**
 * Only the branch that is taken is evaluated, so a condition may keep its other branch from reading what is missing.
 * Branches that are numbers or strings are rare in conditions and left to the interpreter.
 */
function choice(nodes: readonly [ASTNode, ASTNode, ASTNode], words: Words): Closure | null {
  const [condition, yes, no] = [
    compileClosure(nodes[0], words),
    compileClosure(nodes[1], words),
    compileClosure(nodes[2], words),
  ];
  if (condition?.type !== 'bool' || yes?.type !== 'bool' || no?.type !== 'bool') return null;
  return {
    type: 'bool',
    run: (facts, given) => (condition.run(facts, given) ? yes.run(facts, given) : no.run(facts, given)),
  };
}

/**
 * A written list becomes a Set once, so a list of 77 classes costs as much as one of two.
 *
 * NaN cannot be written in CEL and so is in no list; `Set` and `==` agree on everything else. Lists with anything but
 * literals in them are left to the interpreter.
 *
 * @example label in ["card_fraud", "lost_card"]
 */
function membership([item, list]: readonly [ASTNode, ASTNode], words: Words): Closure | null {
  const left = compileClosure(item, words);
  if (left === null || left.type === 'bool') return null;
  if (list.op === 'id' && list.args === 'probabilities' && left.type === 'string')
    return {
      type: 'bool',
      run: (facts, given) => Object.hasOwn(facts.probabilities, left.run(facts, given)),
    };
  const values = list.op === 'list' ? list.args.map(writtenValue) : [];
  if (values.length === 0 || values.includes(null)) return null;
  const set = new Set<unknown>(values);
  return { type: 'bool', run: (facts, given) => set.has(left.run(facts, given)) };
}

// Null is never a value of the rule language, so it can stand for "not a literal" here.
function writtenValue(node: ASTNode): string | number | null {
  if (node.op !== 'value') return null;
  if (typeof node.args === 'string' || typeof node.args === 'number') return node.args;
  return typeof node.args === 'bigint' && Number.isSafeInteger(Number(node.args)) ? Number(node.args) : null;
}

/**
 * `has()` of a field that is there but false, zero or empty is true: it asks for presence, not for truth.
 *
 * Undefined means absent: JSON cannot carry it, and null has been refused before.
 */
function presence([name, args]: readonly [string, readonly ASTNode[]]): Closure | null {
  const [argument] = args;
  if (name !== 'has' || argument?.op !== '.' || argument.args[0].op !== 'id') return null;
  const [base, field] = argument.args;
  if (base.args === 'metadata') return { type: 'bool', run: (facts) => facts.metadata[field] !== undefined };
  if (base.args === 'probabilities')
    return { type: 'bool', run: (facts) => Object.hasOwn(facts.probabilities, field) };
  return null;
}

// By UTF-16 code units, like the interpreter's; for the question whether one string holds another that makes no
// difference to code points.
const textTests: Readonly<Record<string, (text: string, part: string) => boolean>> = {
  startsWith: (text, part) => text.startsWith(part),
  endsWith: (text, part) => text.endsWith(part),
  contains: (text, part) => text.includes(part),
};

function textTest(
  [name, receiver, args]: readonly [string, ASTNode, readonly ASTNode[]],
  words: Words,
): Closure | null {
  const test = Object.hasOwn(textTests, name) ? textTests[name] : undefined;
  const text = compileClosure(receiver, words);
  const part = args[0] === undefined ? null : compileClosure(args[0], words);
  if (test === undefined || text?.type !== 'string' || part?.type !== 'string') return null;
  return { type: 'bool', run: (facts, given) => test(text.run(facts, given), part.run(facts, given)) };
}

type Operator = '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/';

// Both sides have one type by now: the type checker refuses a string beside a number, and whole and decimal numbers are
// one type here.
function operation(op: Operator, left: Closure | null, right: Closure | null): Closure | null {
  if (left === null || right === null || left.type !== right.type) return null;
  switch (op) {
    case '+':
    case '-':
    case '*':
    case '/':
      return arithmetic(op, left, right);
    default:
      // The type checker has refused what cannot be compared; booleans have no order worth compiling.
      return left.type === 'bool' && op !== '==' && op !== '!=' ? null : comparison(op, left.run, right.run);
  }
}

/**
 * Compared in doubles: exact, because whole numbers beyond 2^53 are neither accepted nor compiled.
 *
 * One closure per operator instead of one that switches: the engine can inline each where it is used.
 */
function comparison(
  op: Exclude<Operator, '+' | '-' | '*' | '/'>,
  left: Run<string | number | boolean>,
  right: Run<string | number | boolean>,
): Closure {
  const runs: Readonly<Record<typeof op, Run<boolean>>> = {
    '==': (facts, given) => left(facts, given) === right(facts, given),
    '!=': (facts, given) => left(facts, given) !== right(facts, given),
    '<': (facts, given) => left(facts, given) < right(facts, given),
    '<=': (facts, given) => left(facts, given) <= right(facts, given),
    '>': (facts, given) => left(facts, given) > right(facts, given),
    '>=': (facts, given) => left(facts, given) >= right(facts, given),
  };
  return { type: 'bool', run: runs[op] };
}

function arithmetic(op: '+' | '-' | '*' | '/', left: Closure, right: Closure): Closure | null {
  // Two whole numbers make a whole number, with overflow and division by zero: the interpreter does that exactly.
  if (left.type !== 'number' || right.type !== 'number' || (left.whole && right.whole)) return null;
  const [one, other] = [left.run, right.run];
  const runs: Readonly<Record<typeof op, Run<number>>> = {
    '+': (facts, given) => one(facts, given) + other(facts, given),
    '-': (facts, given) => one(facts, given) - other(facts, given),
    '*': (facts, given) => one(facts, given) * other(facts, given),
    '/': (facts, given) => one(facts, given) / other(facts, given),
  };
  return { type: 'number', whole: false, run: runs[op] };
}
