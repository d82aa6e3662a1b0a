import type { PolicyFacts } from '../facts.ts';
import { CannotEvaluate } from './cannot-evaluate.ts';
import type { Vocabulary } from './cel-environment.ts';
import type { Given } from './given.ts';
import type { Whole } from './whole-numbers.ts';

/** Throws `CannotEvaluate` when there is no value. */
export type Run<T> = (facts: PolicyFacts, given: Given) => T;

/** What a part of a condition comes to at run time. Times and spans are milliseconds. */
export type Values = {
  double: number;
  int: Whole;
  string: string;
  bool: boolean;
  time: number;
  span: number;
};
export type ValueType = keyof Values;

/** A compiled part of a condition; `constant` where it was written down. */
export type Closure = {
  [T in ValueType]: { readonly type: T; readonly run: Run<Values[T]>; readonly constant?: Values[T] };
}[ValueType];

/** The element of a comprehension: its value changes while the comprehension walks. One walk runs at a time. */
export type Item = { readonly type: ValueType; value: Values[ValueType] };

/** The vocabulary inside of comprehensions. */
export type Words = Vocabulary & { readonly items: ReadonlyMap<string, Item> };

/** Compiles a part; null where it is outside the compiled part of the language. */
export type Compile = (node: Node, words: Words) => Closure | null;
export type Node = import('@marcbachmann/cel-js').ASTNode;

export function bool(run: Run<boolean>): Closure {
  return { type: 'bool', run };
}

/** An int as CEL's conversion makes a double of it; a double as it is. Null for everything else. */
export function asDouble(closure: Closure): Extract<Closure, { type: 'double' }> | null {
  if (closure.type === 'double') return closure;
  if (closure.type !== 'int') return null;
  const { run, constant } = closure;
  if (constant === undefined) return { type: 'double', run: (facts, given) => Number(run(facts, given)) };
  const value = Number(constant);
  return { type: 'double', run: () => value, constant: value };
}

export function raise(error: CannotEvaluate): never {
  throw error;
}

/** Errors that any decision may meet are made once: taking a stack each time would cost more than the whole policy. */
export function lacking(what: string): CannotEvaluate {
  return new CannotEvaluate(`${what} is missing`);
}
