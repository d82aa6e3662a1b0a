// What the type checker cannot say about a condition: words the rule language leaves out, fields and classes that do
// not exist, and what the condition may cost. Every problem is a sentence.

import type { ASTNode } from '@marcbachmann/cel-js';
import type { Vocabulary } from './cel-environment.ts';
import { visitCall, visitMethod } from './inspect-call.ts';
import { visitField, visitIndex, visitName } from './inspect-name.ts';
import { checkValues } from './inspect-values.ts';
import type { Walk } from './walk.ts';

export type Inspection = {
  readonly problems: readonly string[];
  /** Optional metadata that is read without asking `has()` first: decisions that lack it will be held. */
  readonly unguarded: readonly string[];
  /** Names of what it reads or asks for: `confidence`, `metadata.amount`, `thresholds.confident`, … */
  readonly reads: ReadonlySet<string>;
  /** Upper bound of evaluation steps: nodes, and those inside a comprehension once per element. */
  readonly steps: number;
  /** Whether something is divided by what only a decision brings. */
  readonly divides: boolean;
};

/**
 * Walks the syntax tree of one condition once. Linear in its nodes, which the parser has bounded.
 *
 * @example inspectExpression(parse('metadata.amuont > 1').ast, vocabularyOf(subject)).problems
 * // ['metadata.amuont is not a field of this use case; it has amount, country.']
 */
export function inspectExpression(ast: ASTNode, vocabulary: Vocabulary): Inspection {
  const walk: Walk = {
    ...vocabulary,
    problems: [],
    named: new Set(),
    reads: new Set(),
    guards: new Set(),
    items: new Set(),
    divides: { found: false },
  };
  const steps = visit(ast, walk);
  const optional = vocabulary.subject.metadataFields
    .filter((field) => !field.required)
    .map((field) => field.name);
  const unguarded = optional.filter((name) => walk.reads.has(name) && !walk.guards.has(name));
  const problems = [...new Set(walk.problems)];
  return { problems, unguarded, reads: walk.named, steps, divides: walk.divides.found };
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
      return visitIndex(node.args[0], node.args[1], { walk, visit });
    case 'call':
      return visitCall(node.args[0], node.args[1], { walk, visit });
    case 'rcall':
      return visitMethod(node.args, { walk, visit });
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
    case '/':
    case '%':
      if (isZero(node.args[1])) walk.problems.push('Dividing by zero gives no number.');
      if (node.op === '/' && node.args[1].op !== 'value') walk.divides.found = true;
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

function isZero({ op, args }: ASTNode): boolean {
  return op === 'value' && (args === 0 || args === 0n);
}
