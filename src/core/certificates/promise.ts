import type { Problem } from './goal.ts';
import type { Statistic } from './question.ts';

/**
 * What a certificate may promise of what scores at or above its threshold, for traffic like that of its window.
 *
 * - `released`: of what is released at most the target is wrong, with a confidence (`certify`).
 * - `all`: of all decisions, released or not, at most the target are wrong and released, with a confidence (`certifyJointly`).
 * - `all-in-expectation`: the same on average over windows, and nothing about a single one (`certifyInExpectation`).
 */
export const promises = ['released', 'all', 'all-in-expectation'] as const;
export type Promised = (typeof promises)[number];

export type Terms = {
  readonly promise: Promised;
  readonly targetError: number;
  /** Null in expectation, where there is none. */
  readonly confidenceLevel: number | null;
};

/**
 * Which promises imply each one, target and confidence being equal. What is wrong of the released is at least as large a share as
 * what is wrong and released of all. A confidence implies no mean: at 95 % nothing is said of one window in twenty, which
 * may be wrong throughout.
 */
const impliedBy: Readonly<Record<Promised, readonly Promised[]>> = {
  released: ['released'],
  all: ['all', 'released'],
  'all-in-expectation': ['all-in-expectation'],
};

/**
 * Whether one promise is worth no less than another: whoever was given `other` loses nothing with `one`.
 *
 * @example
 * keepsTerms({ promise: 'released', targetError: 0.01, confidenceLevel: 0.95 },
 *   { promise: 'all', targetError: 0.01, confidenceLevel: 0.95 }) // true; the other way round false
 */
export function keepsTerms(one: Terms, other: Terms): boolean {
  return (
    impliedBy[other.promise].includes(one.promise) &&
    one.targetError <= other.targetError &&
    (one.confidenceLevel ?? 0) >= (other.confidenceLevel ?? 0)
  );
}

export type AskedTerms = Pick<Terms, 'promise' | 'confidenceLevel'> & {
  readonly sliceBy: string | null;
  readonly statistic: Statistic;
};

/** What does not go together in what is asked for, each as a sentence. */
export function checkTerms({ promise, confidenceLevel, sliceBy, statistic }: AskedTerms): Problem[] {
  const problems: Problem[] = [];
  const add = (at: string, message: string) => problems.push({ at, message });
  const sure = promise !== 'all-in-expectation';
  if (sure && confidenceLevel === null)
    add('/confidenceLevel', 'This promise needs a confidence level, such as 0.95.');
  if (!sure && confidenceLevel !== null)
    add('/confidenceLevel', 'A promise in expectation has no confidence level: leave it out.');
  if (promise === 'released') return problems;
  if (sliceBy !== null)
    add('/sliceBy', 'By slice, only a promise about what is released can be made: leave the slices out.');
  if (statistic !== 'exact')
    add(
      '/statistic',
      'A promise about all decisions stands on the audit draw alone: leave the statistic exact.',
    );
  return problems;
}
