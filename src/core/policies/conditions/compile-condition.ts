import type { ParseResult } from '@marcbachmann/cel-js';
import type { PolicySubject } from '../../use-cases/use-case.ts';
import type { PolicyFacts } from '../facts.ts';
import { CannotEvaluate } from './cannot-evaluate.ts';
import { celContext } from './cel-context.ts';
import { longestExpression, type Vocabulary } from './cel-environment.ts';
import { compileClosure } from './compile-closure.ts';
import type { Given } from './given.ts';
import { inspectExpression } from './inspect-expression.ts';
import { parserWords } from './parser-words.ts';

/** Throws `CannotEvaluate` when the facts do not have what the condition reads. */
export type Condition = (facts: PolicyFacts, given: Given) => boolean;

export type CompiledCondition =
  | {
      readonly ok: true;
      readonly condition: Condition;
      /** Upper bound of what one evaluation costs. */
      readonly steps: number;
      /** Optional metadata that is read without asking for it first. */
      readonly unguarded: readonly string[];
      /** Names of what it reads: `confidence`, `metadata.amount`, `thresholds.confident`, … */
      readonly reads: ReadonlySet<string>;
      /** Whether it became closures; else the interpreter runs it. */
      readonly closures: boolean;
    }
  | { readonly ok: false; readonly because: readonly string[] };

/**
 * Checks a condition as far as that can be done without a decision, and makes a function of it.
 *
 * In order: length, syntax, words and fields, types. A later check would only repeat in other words what an earlier
 * one has said, so the first that complains ends it.
 *
 * @example compileCondition('metadata.amount > "x"', vocabularyOf(subject))
 * // { ok: false, because: ['number > text is not possible: the types do not fit, at character 1.'] }
 */
export function compileCondition(text: string, vocabulary: Vocabulary): CompiledCondition {
  const { environment, subject } = vocabulary;
  if (text.length > longestExpression)
    return refused(`The condition has ${text.length} characters; ${longestExpression} are allowed.`);
  const parsed = parse(text, environment);
  if ('because' in parsed) return refused(parsed.because);
  const { problems, divides, ...found } = inspectExpression(parsed.ast, vocabulary);
  if (problems.length > 0) return { ok: false, because: problems };
  const { valid, type, error } = parsed.check();
  if (!valid) return refused(error ? place(error) : 'The types of the condition do not fit.');
  if (type !== 'bool') return refused(`The condition must be true or false; this one is of type ${type}.`);
  const closure = compileClosure(parsed.ast, vocabulary);
  if (closure?.type === 'bool') return { ok: true, condition: closure.run, ...found, closures: true };
  // Of two doubles the interpreter makes infinity, where closures give up.
  if (divides)
    return refused(
      'A division by a number of the decision cannot stand beside the other parts of this condition; write it as a product, or in a rule of its own.',
    );
  return { ok: true, condition: interpret(parsed, subject), ...found, closures: false };
}

// The parser throws what is wrong with the text; that is an answer here, not an accident.
function parse(
  text: string,
  environment: Vocabulary['environment'],
): ParseResult | { readonly because: string } {
  try {
    return environment.parse(text);
  } catch (error) {
    return { because: error instanceof Error ? place(error) : String(error) };
  }
}

/** The library's message without its picture of the source; its range counts from 0, people from 1. */
function place(
  error: Error & { readonly summary?: string; readonly range?: { readonly start: number } },
): string {
  const summary = parserWords(error.summary ?? error.message);
  return error.range ? `${summary}, at character ${error.range.start + 1}.` : `${summary}.`;
}

/**
 * Runs the library's own evaluator: about a microsecond for the facts in its shapes, plus the walk over its tree.
 */
function interpret(parsed: ParseResult, subject: PolicySubject): Condition {
  return (facts, given) => {
    let result: unknown;
    try {
      result = parsed(celContext(facts, subject, given));
    } catch (error) {
      throw new CannotEvaluate(inShort(error), { cause: error });
    }
    if (typeof result !== 'boolean') throw new CannotEvaluate('the condition is neither true nor false');
    return result;
  };
}

/**
 * The library's one-line summary without what follows a colon: that is the value it stumbled over, which may be
 * personal, and failures are stored. The name of a missing field is no such value.
 */
function inShort(error: unknown): string {
  const { code, summary, message } = error as { code?: string; summary?: string; message: string }; // it throws errors
  const text = summary ?? message;
  return code === 'no_such_key' ? text : (text.split(':')[0] ?? text);
}

function refused(because: string): CompiledCondition {
  return { ok: false, because: [because] };
}
