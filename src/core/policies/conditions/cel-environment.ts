import { Environment } from '@marcbachmann/cel-js';
import type { FieldType, PolicySubject } from '../../use-cases/use-case.ts';
import type { Backlog } from '../facts.ts';
import { divided } from './divided.ts';

/** Longest condition. The published policies of comparable products stay below 500 characters. */
export const longestExpression = 2000;

/** Limits of the parser. Depth bounds the stack, nodes bound the work of one pass. */
const limits = {
  maxAstNodes: 400,
  maxDepth: 24,
  maxListElements: 200,
  maxMapEntries: 1,
  maxCallArguments: 4,
} as const;

const timestamp = 'google.protobuf.Timestamp';

const celTypes: Readonly<Record<FieldType, string>> = {
  string: 'string',
  number: 'double',
  integer: 'int',
  boolean: 'bool',
  timestamp,
};

/** Counts are whole; a time overdue may have a fraction. */
const backlogTypes: Readonly<Record<keyof Backlog, string>> = {
  tier1: 'int',
  tier2: 'int',
  overdueSeconds: 'double',
};

/** What conditions may be made of: the variables and their types, and what the use case and the policy declare. */
export type Vocabulary = {
  readonly environment: Environment;
  readonly subject: PolicySubject;
  /** Names of the policy's thresholds, in its order. */
  readonly thresholds: readonly string[];
};

/** @example vocabularyOf(subject, ['confident']).environment.check('calibrated >= thresholds.confident').valid // true */
export function vocabularyOf(subject: PolicySubject, thresholds: readonly string[] = []): Vocabulary {
  return { environment: celEnvironment(subject, thresholds), subject, thresholds };
}

/**
 * The CEL environment that the rules of one use case are checked and interpreted in.
 *
 * Every variable has a type made of the use case's schema, so a misspelt field or a comparison of a string with a
 * number is found when the policy is checked, not when a decision arrives.
 *
 * @example celEnvironment(subject).check('metadata.amount > 100').type // 'bool'
 */
export function celEnvironment(
  { outputKind, metadataFields }: PolicySubject,
  thresholds: readonly string[] = [],
): Environment {
  const environment = new Environment({ limits });
  const fields = Object.fromEntries(metadataFields.map(({ name, type }) => [name, celTypes[type]]));
  environment
    .registerVariable('confidence', 'double')
    .registerVariable('calibrated', 'double')
    .registerVariable('model', 'string')
    .registerVariable('modelState', 'string')
    .registerVariable('now', timestamp)
    .registerVariable({ name: 'backlog', schema: backlogTypes })
    .registerVariable({ name: 'metadata', schema: fields });
  if (thresholds.length > 0)
    environment.registerVariable({
      name: 'thresholds',
      schema: Object.fromEntries(thresholds.map((name) => [name, 'double'])),
    });
  if (outputKind === 'class')
    environment
      .registerVariable('label', 'string')
      .registerVariable('probabilities', 'map<string, double>')
      .registerVariable('expectedImpact', 'double');
  mixNumbers(environment);
  return environment;
}

/**
 * Lets whole and decimal numbers meet in one operation.
 *
 * CEL compares them but does not otherwise mix them: `metadata.amount == 100` and `confidence * 2` are type errors
 * there. JSON and our rule authors know one kind of number, so mixed operations are done in doubles.
 */
function mixNumbers(environment: Environment): void {
  const operations: readonly [string, (one: number, other: number) => number][] = [
    ['+', (one, other) => one + other],
    ['-', (one, other) => one - other],
    ['*', (one, other) => one * other],
    ['/', divided],
  ];
  for (const [sign, apply] of operations) {
    const mixed = (one: number | bigint, other: number | bigint) => apply(Number(one), Number(other));
    environment.registerOperator(`double ${sign} int: double`, mixed);
    environment.registerOperator(`int ${sign} double: double`, mixed);
  }
  environment.registerOperator('double == int', (one: number, other: bigint) => one === Number(other));
  const among = (one: number | bigint, list: readonly (number | bigint)[]) =>
    list.some((item) => Number(item) === Number(one));
  environment.registerOperator('double in list<int>', among);
  environment.registerOperator('int in list<double>', among);
}
