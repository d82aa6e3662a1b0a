// Values in conditions that a field can never have.

import type { ASTNode } from '@marcbachmann/cel-js';
import type { PolicySubject } from '../../use-cases/use-case.ts';
import { modelStates } from '../facts.ts';
import type { Walk } from './walk.ts';

/** Compared with a value that a field or the label can never have, a rule would be silently dead. */
export function checkValues(left: ASTNode, right: ASTNode, walk: Walk): void {
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
