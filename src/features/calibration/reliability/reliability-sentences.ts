import type { Reliability } from '../../../core/calibration/reliability.ts';

/** The signed gap in words: which way, how much, and how sure that is. */
export function gapSentence({
  gap,
  count,
  effective,
  verdict,
}: Pick<Reliability, 'gap' | 'count' | 'effective' | 'verdict'>): string {
  if (!gap) return 'There are no labels yet, so nothing can be said.';
  const points = Math.abs(gap.value) * 100;
  const way = gap.value >= 0 ? 'too confident' : 'too doubtful';
  const range = `${signed(gap.low)} to ${signed(gap.high)}`;
  if (verdict === 'too-few-labels')
    return `${count} labels, worth ${Math.floor(effective)} of equal weight, are too few for a verdict: so far ${way} by ${rounded(points)} points (${range}).`;
  if (gap.low <= 0 && gap.high >= 0)
    return `On average neither too confident nor too doubtful as far as ${count} labels can tell (${range} points).`;
  return `On average ${way} by ${rounded(points)} points (${range}).`;
}

/** What a p-value of a calibration test says, without the word significant. */
export function testSentence(pValue: number | null): string {
  if (pValue === null) return 'Cannot be computed from these labels.';
  if (pValue >= 0.05) return 'A calibrated model would often look like this.';
  const once = Math.round(1 / Math.max(pValue, 1e-6));
  return `A calibrated model would look like this once in ${once >= 1e6 ? 'a million times or less' : `${once.toLocaleString('en')} times`}.`;
}

function signed(share: number): string {
  const points = rounded(share * 100);
  return share > 0 && points !== '0.0' ? `+${points}` : points;
}

function rounded(points: number): string {
  const text = points.toFixed(1);
  return text === '-0.0' ? '0.0' : text;
}
