// Functions and methods of the rule language.

import { bool, type Closure, type Compile, type Node, type Run, type Words } from './closure.ts';
import { timeParts, writtenSpanMs, writtenTimeMs } from './times.ts';
import { wholeOf } from './whole-numbers.ts';

type With = { readonly words: Words; readonly compile: Compile };

export function compileCall(
  [name, args]: readonly [string, readonly Node[]],
  { words, compile }: With,
): Closure | null {
  const [argument] = args;
  if (argument === undefined || args.length > 1) return null;
  if (name === 'has') return presence(argument);
  if (name === 'timestamp' || name === 'duration') return writtenTime(name, argument, words);
  if (name === 'size') return size(argument, { words, compile });
  const value = compile(argument, words);
  return value === null ? null : conversion(name, value);
}

/**
 * `has()` of a field that is there but false, zero or empty is true: it asks for presence, not for truth.
 *
 * Undefined means absent: JSON cannot carry it, and null has been refused before.
 */
function presence(argument: Node): Closure | null {
  if (argument.op !== '.' || argument.args[0].op !== 'id') return null;
  const [base, field] = argument.args;
  if (base.args === 'metadata') return bool((facts) => facts.metadata[field] !== undefined);
  if (base.args === 'probabilities') return bool((facts) => Object.hasOwn(facts.probabilities, field));
  return null;
}

/** What is written down is read once. Times and spans that arrive as strings are the interpreter's. */
function writtenTime(name: 'timestamp' | 'duration', argument: Node, words: Words): Closure | null {
  if (argument.op !== 'value' || typeof argument.args !== 'string') return null;
  const read = name === 'timestamp' ? writtenTimeMs : writtenSpanMs;
  const value = read(argument.args, words.environment);
  if (value === null || !Number.isInteger(value)) return null;
  return { type: name === 'timestamp' ? 'time' : 'span', run: () => value, constant: value };
}

function size(argument: Node, { words, compile }: With): Closure | null {
  if (argument.op === 'id' && argument.args === 'probabilities' && !words.items.has(argument.args))
    return { type: 'int', run: ({ probabilities }) => Object.keys(probabilities).length };
  const text = compile(argument, words);
  if (text?.type !== 'string') return null;
  const { run } = text;
  return { type: 'int', run: (facts, given) => codePoints(run(facts, given)) };
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Numbers out of strings are the interpreter's: its rules for them are many, and the need is rare. */
function conversion(name: string, value: Closure): Closure | null {
  if (name === value.type) return value;
  if (name === 'int' && value.type === 'double') {
    const { run } = value;
    return { type: 'int', run: (facts, given) => wholeOf(run(facts, given)) };
  }
  if (name === 'double' && value.type === 'int') {
    const { run } = value;
    return { type: 'double', run: (facts, given) => Number(run(facts, given)) };
  }
  if (name !== 'string' || value.type === 'time' || value.type === 'span') return null;
  const run: Run<unknown> = value.run;
  return { type: 'string', run: (facts, given) => inWords(run(facts, given)) };
}

/** As the interpreter writes numbers. */
function inWords(value: unknown): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  return value === Number.NEGATIVE_INFINITY ? '-Inf' : `${value}`;
}

// By UTF-16 code units, like the interpreter's; for the question whether one string holds another that makes no
// difference to code points.
const textTests: Readonly<Record<string, (text: string, part: string) => boolean>> = {
  startsWith: (text, part) => text.startsWith(part),
  endsWith: (text, part) => text.endsWith(part),
  contains: (text, part) => text.includes(part),
};

/** The first two change more than ASCII, in the interpreter as well. */
const textChanges: Readonly<Record<string, (text: string) => string>> = {
  lowerAscii: (text) => text.toLowerCase(),
  upperAscii: (text) => text.toUpperCase(),
  trim: (text) => text.trim(),
};

export function compileMethod(
  [name, receiver, args]: readonly [string, Node, readonly Node[]],
  { words, compile }: With,
): Closure | null {
  if (name === 'size' && args.length === 0) return size(receiver, { words, compile });
  const subject = compile(receiver, words);
  if (subject?.type === 'time' && args.length === 0) return timePart(name, subject.run);
  if (subject?.type !== 'string') return null;
  const { run } = subject;
  const change = Object.hasOwn(textChanges, name) ? textChanges[name] : undefined;
  if (change !== undefined && args.length === 0)
    return { type: 'string', run: (facts, given) => change(run(facts, given)) };
  const test = Object.hasOwn(textTests, name) ? textTests[name] : undefined;
  const part = args[0] === undefined ? null : compile(args[0], words);
  if (test === undefined || part?.type !== 'string') return null;
  const other = part.run;
  return bool((facts, given) => test(run(facts, given), other(facts, given)));
}

function timePart(name: string, run: Run<number>): Closure | null {
  const part = Object.hasOwn(timeParts, name) ? timeParts[name] : undefined;
  return part === undefined ? null : { type: 'int', run: (facts, given) => part(run(facts, given)) };
}
