import { coveredBy, type NamedDemand } from './coverage.ts';
import { contradictionOf, type Demand, demandsOf } from './demands.ts';
import type { Part } from './parts.ts';
import { type PolicyProblem, warning } from './problem.ts';
import type { Terms } from './terms.ts';

export type Reach = {
  readonly problems: readonly PolicyProblem[];
  /** Whether anything is left to what comes after the last part. */
  readonly exhausted: boolean;
};

/**
 * Rules (or strata) that no decision ever reaches, because nothing can meet them or others come first.
 *
 * Warnings, because such a rule does no harm by itself; but its owner believes that it does something. What thresholds
 * may become under overload, by slice or after a certificate is taken into account: a rule that is reached only then is
 * not complained about.
 */
export function checkReach(parts: readonly Part[], terms: Terms): Reach {
  const earlier: NamedDemand[] = [];
  const problems: PolicyProblem[] = [];
  for (const { at, who, name, ast } of parts) {
    if (ast === null) continue;
    const demands = demandsOf(ast, terms);
    const possible = demands.filter((demand) => contradictionOf(demand, terms) === null);
    const why = possible.length === 0 ? whyNever(demands, terms) : whyCovered(possible, earlier, terms);
    if (why !== null) problems.push(warning(`${at}/when`, `${who} ${why}`));
    earlier.push(...possible.map((demand) => ({ name, demand })));
  }
  return { problems, exhausted: coveredBy([], earlier, terms) !== null };
}

function whyNever(demands: readonly Demand[], terms: Terms): string {
  const [demand] = demands;
  const key = demand === undefined ? null : contradictionOf(demand, terms);
  return key === null
    ? 'never applies: its condition is false.'
    : `never applies: nothing meets what it asks of ${key}.`;
}

function whyCovered(
  demands: readonly Demand[],
  earlier: readonly NamedDemand[],
  terms: Terms,
): string | null {
  const by = new Set<string>();
  for (const demand of demands) {
    const names = coveredBy(demand, earlier, terms);
    if (names === null) return null;
    for (const name of names) by.add(name);
  }
  return `is never reached: ${inWords([...by])} before it take${by.size === 1 ? 's' : ''} every decision it would take.`;
}

function inWords(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`);
  return quoted.length === 1 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
}
