// Comparisons and arithmetic. The type checker has been here before: what cannot be compared never comes.

import { asDouble, bool, type Closure, type Run } from './closure.ts';
import { divided } from './divided.ts';
import { negateWhole, type WholeOperator, wholeArithmetic } from './whole-numbers.ts';

type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';
export type Operator = Comparison | WholeOperator;
type Comparable = string | number | bigint | boolean;

export function compileOperation(op: Operator, left: Closure | null, right: Closure | null): Closure | null {
  if (left === null || right === null) return null;
  switch (op) {
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmetic(op, left, right);
    default:
      return compareClosures(op, left, right);
  }
}

/** An int and a double are the same where the int, made a double, is; which is larger is decided exactly. */
function compareClosures(op: Comparison, left: Closure, right: Closure): Closure | null {
  if (left.type === right.type) return bool(comparison(op, left, right));
  const [one, other] = [asDouble(left), asDouble(right)];
  if (one === null || other === null) return null;
  return bool(op === '==' || op === '!=' ? comparison(op, one, other) : comparison(op, left, right));
}

type Side = { readonly run: Run<Comparable>; readonly constant?: Comparable };

/** Most comparisons are with something written down; that saves a call. */
function comparison(op: Comparison, left: Side, right: Side): Run<boolean> {
  if (right.constant !== undefined) return withConstant(left.run, right.constant)[op];
  return withRun(left.run, right.run)[op];
}

// One closure per operator instead of one that switches: the engine can inline each where it is used.
function withConstant(run: Run<Comparable>, value: Comparable): Readonly<Record<Comparison, Run<boolean>>> {
  return {
    '==': (facts, given) => run(facts, given) === value,
    '!=': (facts, given) => run(facts, given) !== value,
    '<': (facts, given) => run(facts, given) < value,
    '<=': (facts, given) => run(facts, given) <= value,
    '>': (facts, given) => run(facts, given) > value,
    '>=': (facts, given) => run(facts, given) >= value,
  };
}

function withRun(left: Run<Comparable>, right: Run<Comparable>): Readonly<Record<Comparison, Run<boolean>>> {
  return {
    '==': (facts, given) => left(facts, given) === right(facts, given),
    '!=': (facts, given) => left(facts, given) !== right(facts, given),
    '<': (facts, given) => left(facts, given) < right(facts, given),
    '<=': (facts, given) => left(facts, given) <= right(facts, given),
    '>': (facts, given) => left(facts, given) > right(facts, given),
    '>=': (facts, given) => left(facts, given) >= right(facts, given),
  };
}

function arithmetic(op: WholeOperator, left: Closure, right: Closure): Closure | null {
  if (left.type === 'string' && right.type === 'string' && op === '+') {
    const [one, other] = [left.run, right.run];
    return { type: 'string', run: (facts, given) => one(facts, given) + other(facts, given) };
  }
  if (left.type === 'int' && right.type === 'int') {
    const apply = wholeArithmetic[op];
    const [one, other] = [left.run, right.run];
    return { type: 'int', run: (facts, given) => apply(one(facts, given), other(facts, given)) };
  }
  const [one, other] = [asDouble(left), asDouble(right)];
  if (one === null || other === null) return withTimes(op, left, right);
  return op === '%' ? null : { type: 'double', run: inDoubles(one.run, other.run)[op] };
}

function inDoubles(
  one: Run<number>,
  other: Run<number>,
): Readonly<Record<Exclude<WholeOperator, '%'>, Run<number>>> {
  return {
    '+': (facts, given) => one(facts, given) + other(facts, given),
    '-': (facts, given) => one(facts, given) - other(facts, given),
    '*': (facts, given) => one(facts, given) * other(facts, given),
    '/': (facts, given) => divided(one(facts, given), other(facts, given)),
  };
}

/**
 * A time and a span, or the span between two times, in milliseconds.
 *
 * Exact, where the interpreter rounds spans of more than 18 years to what a double holds of their nanoseconds. Spans are
 * not calculated with each other here: the interpreter keeps nanoseconds and signs in ways of its own, and takes a span
 * plus a time for a span.
 */
function withTimes(op: WholeOperator, left: Closure, right: Closure): Closure | null {
  if ((op !== '+' && op !== '-') || left.type !== 'time') return null;
  if (right.type === 'span') return { type: 'time', run: inDoubles(left.run, right.run)[op] };
  return right.type === 'time' && op === '-'
    ? { type: 'span', run: inDoubles(left.run, right.run)[op] }
    : null;
}

export function compileNegative(operand: Closure | null): Closure | null {
  if (operand?.type === 'double')
    return { type: 'double', run: (facts, given) => -operand.run(facts, given) };
  if (operand?.type !== 'int') return null;
  const { run } = operand;
  return { type: 'int', run: (facts, given) => negateWhole(run(facts, given)) };
}
