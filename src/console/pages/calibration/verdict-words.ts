import type { Reliability } from '../../../contract/calibration.ts';

type Told = {
  ece: Pick<Reliability['ece'], 'indistinguishable'>;
  gap: Pick<Reliability['gap'], 'interval'>;
  tests: readonly Pick<Reliability['tests'][number], 'pValue'>[];
};

/** Whether these labels tell the model from a perfectly calibrated one; nothing where there are too few to say. */
export function verdictWords({ ece, gap, tests }: Told): string {
  if (ece.indistinguishable === null) return '';
  if (!ece.indistinguishable) return 'A perfectly calibrated model would hardly ever look like this.';
  const off = gap.interval !== null && (gap.interval.low > 0 || gap.interval.high < 0);
  const refused = tests.some(({ pValue }) => pValue !== null && pValue < 0.05);
  // The binned error is the bluntest of the measures; the sharper ones may have seen what it cannot.
  return off || refused
    ? 'Its calibration error alone could be chance with so few labels; the gap and the tests below say more.'
    : 'With these labels it cannot be told from a perfectly calibrated model.';
}
