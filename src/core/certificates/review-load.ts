import { wilson } from '../stats/wilson.ts';
import type { Ladder } from './ladder.ts';
import type { Traffic } from './question.ts';

/** The share of decisions that people will see: all that is not released, and the audit sample of what is. */
export type ReviewLoad = {
  readonly share: number;
  readonly low: number;
  readonly high: number;
  /** Decisions a day. */
  readonly perDay: number;
};

/**
 * What a threshold leaves to people. The interval is Wilson's at 95 % for the coverage, whose only uncertainty is that
 * the window is a sample of the traffic to come.
 *
 * @example reviewLoad(0.8, { population: 10_000, traffic: { decisionsPerDay: 500, auditRate: 0.05 } }).share // 0.24
 */
export function reviewLoad(
  coverage: number,
  { population, traffic }: Pick<Ladder, 'population'> & { readonly traffic: Traffic },
): ReviewLoad {
  const seen = (released: number) => 1 - released * (1 - traffic.auditRate);
  const interval = wilson(Math.round(coverage * population), population) ?? { low: 0, high: 1 };
  const share = seen(coverage);
  return {
    share,
    low: seen(interval.high),
    high: seen(interval.low),
    perDay: share * traffic.decisionsPerDay,
  };
}
