import type { Promised } from '../../../core/certificates/promise.ts';
import type { Statistic } from '../../../core/certificates/question.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { Evidence } from './evidence.ts';

export type DrawRates = {
  /** How likely the draw is to hit a decision of this stratum, whatever its route. */
  readonly rateOf: (group: { policyVersionId: string; stratum: string }) => number;
  /** The rates of the strata there are, each once. */
  readonly rates: readonly number[];
};

/** The rate of the draw in each stratum: as decisions that only it can bring to people tell, else as the policy says. */
export function drawRates({ population, versions }: Pick<Evidence, 'population' | 'versions'>): DrawRates {
  const seen = new Map<string, number>();
  for (const group of population) if (!group.routed) seen.set(keyOf(group), group.probability);
  const rateOf: DrawRates['rateOf'] = (group) =>
    seen.get(keyOf(group)) ?? versions.get(group.policyVersionId)?.rates.get(group.stratum) ?? 0;
  return { rateOf, rates: [...new Set(population.map(rateOf))].sort((a, b) => a - b) };
}

function keyOf({ policyVersionId, stratum }: { policyVersionId: string; stratum: string }): string {
  return `${policyVersionId} ${stratum}`;
}

/** Refuses a window whose labels cannot carry the statistic, with what would. */
export function refuseDesign(
  { population }: Pick<Evidence, 'population'>,
  { rates }: DrawRates,
  { statistic, promise }: { statistic: Statistic; promise: Promised },
): void {
  const dark = sum(population, ({ routed, probability }) => !routed && probability === 0);
  if (dark > 0) {
    const all = sum(population, () => true);
    const message = `${dark} of ${all} decisions could never be drawn by the audit, so nothing can be promised about them.`;
    throw new Refusal('unprocessable', 'certificate.unaudited', message, {
      todo: 'Give every stratum an audit rate, and choose a window that begins after that.',
    });
  }
  if (statistic === 'betting' || rates.length <= 1) return;
  const message = `The audit drew at different rates in this window: ${rates.join(', ')}. Their counts prove nothing together.`;
  throw new Refusal('unprocessable', 'certificate.mixed-rates', message, {
    todo:
      promise === 'released'
        ? 'Choose a window with one rate, or the statistic betting.'
        : 'Choose a window with one rate, or a promise about what is released, by the statistic betting.',
    facts: { rates },
  });
}

function sum(
  population: Evidence['population'],
  counted: (group: Evidence['population'][number]) => boolean,
): number {
  return population.reduce((total, group) => total + (counted(group) ? group.decisions : 0), 0);
}
