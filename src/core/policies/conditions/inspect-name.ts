// Names and fields in conditions: those that the use case and the policy declare, and no others.

import type { ASTNode } from '@marcbachmann/cel-js';
import type { PolicySubject } from '../../use-cases/use-case.ts';
import { mayFailSteps, type Visit, type Walk } from './walk.ts';

// `metadata` as a whole is of no use to a rule, and comparing it would cost all of its fields.
export function visitName(name: string, { subject, thresholds, items, named, problems }: Walk): number {
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
export function variables({ outputKind }: PolicySubject): readonly string[] {
  const always = ['confidence', 'calibrated', 'model', 'modelState', 'now'];
  return outputKind === 'class' ? [...always, 'label', 'probabilities', 'expectedImpact'] : always;
}

export const withFields: readonly string[] = ['metadata', 'backlog', 'thresholds'];
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
export function visitField(base: ASTNode, field: string, walk: Walk): number {
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
export function visitIndex(
  base: ASTNode,
  index: ASTNode,
  { walk, visit }: { readonly walk: Walk; readonly visit: Visit },
): number {
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
