// CEL's int in JavaScript: 64 bits, exact, with errors instead of wrapping around.

import { CannotEvaluate } from './cannot-evaluate.ts';

/** A plain number as long as it is exact (±2^53), else a BigInt; so equal ones are identical. */
export type Whole = number | bigint;

const largest = 2n ** 63n - 1n;
const smallest = -(2n ** 63n);

const overflow = new CannotEvaluate('integer overflow');
const divisionByZero = new CannotEvaluate('division by zero');
const moduloByZero = new CannotEvaluate('modulo by zero');

export type WholeOperator = '+' | '-' | '*' | '/' | '%';

/**
 * Arithmetic of whole numbers.
 *
 * In doubles first: a result within ±2^53 is exact there, since an exact result beyond it would have been rounded to
 * something beyond it as well. Only the rest pays for BigInt (some 200 ns). Adding zero turns -0 into 0.
 *
 * @example wholeArithmetic['/'](-7, 2) // -3
 */
export const wholeArithmetic: Readonly<Record<WholeOperator, (one: Whole, other: Whole) => Whole>> = {
  '+': (one, other) =>
    exact(typeof one === 'number' && typeof other === 'number' ? one + other : Number.NaN) ??
    inRange(BigInt(one) + BigInt(other)),
  '-': (one, other) =>
    exact(typeof one === 'number' && typeof other === 'number' ? one - other : Number.NaN) ??
    inRange(BigInt(one) - BigInt(other)),
  '*': (one, other) =>
    exact(typeof one === 'number' && typeof other === 'number' ? one * other : Number.NaN) ??
    inRange(BigInt(one) * BigInt(other)),
  '/': (one, other) => {
    if (other === 0) throw divisionByZero;
    // Towards zero, as CEL; the remainder is exact in doubles, a quotient rounded first might not be.
    if (typeof one === 'number' && typeof other === 'number') return (one - (one % other)) / other + 0;
    return settled(BigInt(one) / BigInt(other));
  },
  '%': (one, other) => {
    if (other === 0) throw moduloByZero;
    if (typeof one === 'number' && typeof other === 'number') return (one % other) + 0;
    return settled(BigInt(one) % BigInt(other));
  },
};

/** The interpreter does not check the range of a changed sign, and neither does this. */
export function negateWhole(value: Whole): Whole {
  return typeof value === 'number' ? 0 - value : settled(-value);
}

/** CEL's `int(double)`: cut off behind the point. Beyond 64 bits the interpreter goes on, and so does this. */
export function wholeOf(value: number): Whole {
  if (!Number.isFinite(value)) throw overflow;
  const cut = Math.trunc(value) + 0;
  return Number.isSafeInteger(cut) ? cut : BigInt(cut);
}

function exact(value: number): number | null {
  return Number.isSafeInteger(value) ? value + 0 : null;
}

function inRange(value: bigint): Whole {
  if (value > largest || value < smallest) throw overflow;
  return settled(value);
}

function settled(value: bigint): Whole {
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}
