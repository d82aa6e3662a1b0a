import { Environment } from '@marcbachmann/cel-js';
import type { FieldType, PolicySubject } from '../use-cases/use-case.ts';

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

const celTypes: Readonly<Record<FieldType, string>> = {
  string: 'string',
  number: 'double',
  integer: 'int',
  boolean: 'bool',
  timestamp: 'google.protobuf.Timestamp',
};

/**
 * The CEL environment that the rules of one use case are checked and interpreted in.
 *
 * Every variable has a type made of the use case's schema, so a misspelt field or a comparison of a string with a
 * number is found when the policy is checked, not when a decision arrives.
 *
 * @example celEnvironment(subject).check('metadata.amount > 100').type // 'bool'
 */
export function celEnvironment({ outputKind, metadataFields }: PolicySubject): Environment {
  const environment = new Environment({ limits });
  const fields = Object.fromEntries(metadataFields.map(({ name, type }) => [name, celTypes[type]]));
  environment
    .registerVariable('confidence', 'double')
    .registerVariable('model', 'string')
    .registerVariable({ name: 'metadata', schema: fields });
  if (outputKind === 'class')
    environment.registerVariable('label', 'string').registerVariable('probabilities', 'map<string, double>');
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
    ['/', (one, other) => one / other],
  ];
  for (const [sign, apply] of operations) {
    const mixed = (one: number | bigint, other: number | bigint) => apply(Number(one), Number(other));
    environment.registerOperator(`double ${sign} int`, mixed);
    environment.registerOperator(`int ${sign} double`, mixed);
  }
  environment.registerOperator('double == int', (one: number, other: bigint) => one === Number(other));
  const among = (one: number | bigint, list: readonly (number | bigint)[]) =>
    list.some((item) => Number(item) === Number(one));
  environment.registerOperator('double in list<int>', among);
  environment.registerOperator('int in list<double>', among);
}
