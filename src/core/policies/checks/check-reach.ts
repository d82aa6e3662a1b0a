import { type Claim, claimsOf, contradictionOf } from './claims.ts';
import { coveredBy, type NamedClaim } from './coverage.ts';
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
 * may become under overload, by class or after a certificate is taken into account: a rule that is reached only then is
 * not complained about.
 */
export function checkReach(parts: readonly Part[], terms: Terms): Reach {
  const earlier: NamedClaim[] = [];
  const problems: PolicyProblem[] = [];
  for (const { at, who, name, ast } of parts) {
    if (ast === null) continue;
    const claims = claimsOf(ast, terms);
    const possible = claims.filter((claim) => contradictionOf(claim, terms) === null);
    const why = possible.length === 0 ? whyNever(claims, terms) : whyCovered(possible, earlier, terms);
    if (why !== null) problems.push(warning(`${at}/when`, `${who} ${why}`));
    earlier.push(...possible.map((claim) => ({ name, claim })));
  }
  return { problems, exhausted: coveredBy([], earlier, terms) !== null };
}

function whyNever(claims: readonly Claim[], terms: Terms): string {
  const [claim] = claims;
  const key = claim === undefined ? null : contradictionOf(claim, terms);
  return key === null
    ? 'never applies: its condition is false.'
    : `never applies: nothing meets what it asks of ${key}.`;
}

function whyCovered(claims: readonly Claim[], earlier: readonly NamedClaim[], terms: Terms): string | null {
  const by = new Set<string>();
  for (const claim of claims) {
    const names = coveredBy(claim, earlier, terms);
    if (names === null) return null;
    for (const name of names) by.add(name);
  }
  return `is never reached: ${inWords([...by])} before it take${by.size === 1 ? 's' : ''} every decision it would take.`;
}

function inWords(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`);
  return quoted.length === 1 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
}
