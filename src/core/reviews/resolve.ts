/** One reviewer's judgement. `edit` comes with a corrected output; `cannot-decide` asks for a better-placed person. */
export const verdictKinds = ['approve', 'edit', 'reject', 'cannot-decide'] as const;
export type VerdictKind = (typeof verdictKinds)[number];

/** Tier 1 are reviewers, tier 2 experts. */
export type Tier = 1 | 2;

export type StandingVerdict = { readonly kind: VerdictKind; readonly tier: Tier };

/** What the verdicts add up to. `verdictIndex` is the one that carries the effect. */
export type Resolution =
  | { readonly kind: 'waiting' }
  | {
      readonly kind: 'settled';
      readonly by: Exclude<VerdictKind, 'cannot-decide'>;
      readonly verdictIndex: number;
    }
  | { readonly kind: 'ask-another'; readonly tier: 2 }
  | { readonly kind: 'cannot-decide' };

/**
 * Adds up the standing verdicts of a task with one judgement per round, in the order they were given.
 *
 * The last verdict decides: earlier ones are "cannot-decide" by construction, as anything else would have settled the
 * task. "cannot-decide" climbs one tier and no further: when an expert cannot tell either, the task ends as undecidable
 * and the decision keeps the state it has (a held one stays held, and its time-out still applies).
 * Several judgements at once (consensus) will be a further rule beside this one.
 *
 * @example resolve([{ kind: 'cannot-decide', tier: 1 }]) // { kind: 'ask-another', tier: 2 }
 * @example resolve([{ kind: 'cannot-decide', tier: 1 }, { kind: 'edit', tier: 2 }])
 * // { kind: 'settled', by: 'edit', verdictIndex: 1 }
 */
export function resolve(verdicts: readonly StandingVerdict[]): Resolution {
  const verdictIndex = verdicts.length - 1;
  const last = verdicts[verdictIndex];
  if (last === undefined) return { kind: 'waiting' };
  if (last.kind !== 'cannot-decide') return { kind: 'settled', by: last.kind, verdictIndex };
  return last.tier === 1 ? { kind: 'ask-another', tier: 2 } : { kind: 'cannot-decide' };
}

/**
 * An override is a resolution that differs from the model: the measure of how often people change its mind.
 * "cannot-decide" is none, because nobody said otherwise.
 */
export function isOverride(resolution: Resolution): boolean {
  return resolution.kind === 'settled' && resolution.by !== 'approve';
}
