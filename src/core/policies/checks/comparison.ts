// Comparisons of something that is read with something that is written down, whichever stands on the left.

import type { ASTNode } from '@marcbachmann/cel-js';

export type Sign = '==' | '!=' | '<' | '<=' | '>' | '>=';

export type Comparison = {
  /** What is read: `confidence`, `metadata.amount`, `probabilities.fraud`, … */
  readonly key: string;
  readonly sign: Sign;
  readonly bound: Bound;
};
export type Bound =
  | { readonly kind: 'value'; readonly value: string | number | boolean }
  | { readonly kind: 'threshold'; readonly name: string };

const turned: Readonly<Record<Sign, Sign>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** @example comparisonOf(parse('0.9 <= confidence').ast) // { key: 'confidence', sign: '>=', bound: { kind: 'value', value: 0.9 } } */
export function comparisonOf(node: ASTNode): Comparison | null {
  if (!isSign(node.op)) return null;
  const [left, right] = node.args as [ASTNode, ASTNode]; // every sign has two sides
  const [key, bound] = [keyOf(left), boundOf(right)];
  if (key !== null && bound !== null) return { key, sign: node.op, bound };
  const [otherKey, otherBound] = [keyOf(right), boundOf(left)];
  return otherKey === null || otherBound === null
    ? null
    : { key: otherKey, sign: turned[node.op], bound: otherBound };
}

function isSign(op: string): op is Sign {
  return Object.hasOwn(turned, op);
}

/** What a node reads, by one name however it is written; null where it is no plain read. */
export function keyOf(node: ASTNode): string | null {
  if (node.op === 'id') return node.args;
  if (node.op === '.') return fieldKey(node.args[0], node.args[1]);
  const [base, index] = node.op === '[]' ? node.args : [];
  if (base === undefined || index?.op !== 'value' || typeof index.args !== 'string') return null;
  return fieldKey(base, index.args);
}

function fieldKey(base: ASTNode, field: string): string | null {
  return base.op === 'id' && base.args !== 'thresholds' ? `${base.args}.${field}` : null;
}

function boundOf(node: ASTNode): Bound | null {
  if (node.op === '.' && node.args[0].op === 'id' && node.args[0].args === 'thresholds')
    return { kind: 'threshold', name: node.args[1] };
  const value = writtenValue(node);
  return value === null ? null : { kind: 'value', value };
}

/** Whole numbers come as plain ones: rules compare both as one kind. */
export function writtenValue(node: ASTNode): string | number | boolean | null {
  if (node.op === '-_') {
    const value = writtenValue(node.args);
    return typeof value === 'number' ? -value : null;
  }
  if (node.op !== 'value') return null;
  const { args } = node;
  if (typeof args === 'bigint') return Number(args);
  return typeof args === 'string' || typeof args === 'number' || typeof args === 'boolean' ? args : null;
}

/** All nodes of a tree, the tree itself first. */
export function allNodes(node: ASTNode): readonly ASTNode[] {
  return [node, ...childrenOf(node.args).flatMap(allNodes)];
}

function childrenOf(args: unknown): readonly ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(childrenOf);
  return typeof args === 'object' && args !== null && 'op' in args ? [args as ASTNode] : []; // only nodes have an op
}
