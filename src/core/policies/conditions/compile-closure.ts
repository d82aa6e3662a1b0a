// Compiles conditions to JavaScript closures.
//
// The interpreter walks its tree with a dispatch, a type test and often a BigInt per node, and builds the list of an
// `in` anew for every decision. Closures do the same work in a twentieth of the time and look lists up in a Set. What is
// not handled here (numbers and times read out of strings, lists as values, spans calculated with each other) answers null
// and is left to the interpreter; a property test holds both to the same answers.

import type { ASTNode } from '@marcbachmann/cel-js';
import type { Vocabulary } from './cel-environment.ts';
import { bool, type Closure, type Words } from './closure.ts';
import { compileCall, compileMethod } from './compile-call.ts';
import { compileMembership, compileWalk } from './compile-list.ts';
import { compileField, compileIndex, compileName } from './compile-name.ts';
import { compileNegative, compileOperation } from './compile-operation.ts';

/**
 * The closure of a type-checked tree, or null when some node of it is outside the compiled part.
 *
 * @example compileClosure(parse('confidence >= 0.85').ast, vocabularyOf(subject))?.run(facts, given) // true
 */
export function compileClosure(node: ASTNode, vocabulary: Vocabulary): Closure | null {
  return compile(node, { ...vocabulary, items: new Map() });
}

function compile(node: ASTNode, words: Words): Closure | null {
  switch (node.op) {
    case 'value':
      return literal(node.args);
    case 'id':
      return compileName(node.args, words);
    case '.':
      return compileField(node.args[0], node.args[1], words);
    case '[]':
      return compileIndex(node.args[0], node.args[1], { words, compile });
    case '||':
    case '&&':
      return logic(node.op, node.args, words);
    case '!_':
      return negate(compile(node.args, words));
    case '-_':
      return compileNegative(compile(node.args, words));
    case '?:':
      return choice(node.args, words);
    case 'in':
      return compileMembership(node.args, { words, compile });
    case 'call':
      return compileCall(node.args, { words, compile });
    case 'rcall':
      return compileWalk(node.args, { words, compile }) ?? compileMethod(node.args, { words, compile });
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
    case '%':
      return compileOperation(node.op, compile(node.args[0], words), compile(node.args[1], words));
    default:
      return null;
  }
}

// A literal is read once here; at run time it costs one call. Whole numbers beyond 2^53 are refused before.
function literal(value: unknown): Closure | null {
  if (typeof value === 'number') return { type: 'double', run: () => value, constant: value };
  if (typeof value === 'string') return { type: 'string', run: () => value, constant: value };
  if (typeof value === 'boolean') return { type: 'bool', run: () => value, constant: value };
  if (typeof value !== 'bigint' || !Number.isSafeInteger(Number(value))) return null;
  const whole = Number(value);
  return { type: 'int', run: () => whole, constant: whole };
}

/**
 * CEL's logic absorbs errors: `x || true` is true even where x cannot be evaluated, in either order.
 *
 * So a rule may guard a missing field on any side. The try costs nothing while nothing is thrown; a throw costs a
 * microsecond and happens only for decisions that lack a field the rule reads.
 * Reference: CEL language definition, "Logical Operators".
 */
function logic(op: '||' | '&&', operands: readonly [ASTNode, ASTNode], words: Words): Closure | null {
  const left = compile(operands[0], words);
  const right = compile(operands[1], words);
  if (left?.type !== 'bool' || right?.type !== 'bool') return null;
  const decisive = op === '||';
  const [one, other] = [left.run, right.run];
  return bool((facts, given) => {
    try {
      if (one(facts, given) === decisive) return decisive;
    } catch (error) {
      if (other(facts, given) === decisive) return decisive;
      throw error;
    }
    return other(facts, given);
  });
}

// The type checker has seen to it that the operand is a truth value; the test only tells the compiler so.
function negate(operand: Closure | null): Closure | null {
  return operand?.type === 'bool' ? bool((facts, given) => !operand.run(facts, given)) : null;
}

/** Only the branch that is taken is evaluated, so a condition may keep its other branch from reading what is missing. */
function choice(nodes: readonly [ASTNode, ASTNode, ASTNode], words: Words): Closure | null {
  const [condition, yes, no] = [compile(nodes[0], words), compile(nodes[1], words), compile(nodes[2], words)];
  if (condition?.type !== 'bool' || yes === null || yes.type !== no?.type) return null;
  const [asked, one, other] = [condition.run, yes.run, no.run];
  const { type } = yes;
  // Both branches are of `type`, as just tested; that they are the same one of its types is beyond the compiler.
  return { type, run: (facts, given) => (asked(facts, given) ? one : other)(facts, given) } as Closure;
}
