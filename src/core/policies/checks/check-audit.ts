import type { PolicyDocument } from '../document.ts';
import { checkSeconds } from './check-routes.ts';
import { error, type PolicyProblem, warning } from './problem.ts';

/** `exhausted`: whether the strata leave nothing to the rest. */
export function checkAudit({ audit }: PolicyDocument, exhausted: boolean): readonly PolicyProblem[] {
  const { rate, floor = 0, dueSeconds, strata = [] } = audit;
  const rates = [
    // Of what never comes it does not matter how much is drawn.
    ...(exhausted && rate === 0
      ? []
      : [
          {
            at: '/audit/rate',
            who: strata.length > 0 ? 'Outside of its strata the audit' : 'The audit',
            rate,
          },
        ]),
    ...strata.map((one, index) => ({
      at: `/audit/strata/${index}/rate`,
      who: `Stratum "${one.name}"`,
      rate: one.rate,
    })),
  ];
  return [
    ...(isRate(floor) ? [] : [error('/audit/floor', 'The audit: the floor must be a number from 0 to 1.')]),
    ...(dueSeconds === undefined ? [] : checkSeconds('/audit/dueSeconds', 'The audit', dueSeconds)),
    ...rates.flatMap((one) => checkRate(one, floor)),
  ];
}

function checkRate(
  { at, who, rate }: { readonly at: string; readonly who: string; readonly rate: number },
  floor: number,
): PolicyProblem[] {
  if (!isRate(rate)) return [error(at, `${who}: the rate must be a number from 0 to 1.`)];
  if (rate < floor)
    return [
      error(
        at,
        `${who} draws at rate ${rate}, which is below the floor of ${floor}; one of them has to give.`,
      ),
    ];
  // Positivity (statistics.md 2.1): without it nothing can ever be said about the errors of what was released.
  if (rate === 0)
    return [warning(at, `${who} draws nothing at rate 0, so errors among what is released stay unseen.`)];
  return [];
}

function isRate(rate: number): boolean {
  return rate >= 0 && rate <= 1;
}
