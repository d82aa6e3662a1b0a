import { sameJson } from './same-json.ts';

/** One reviewer's judgement. `edit` comes with a corrected output; `cannot-decide` asks for a better-placed person. */
export const verdictKinds = ['approve', 'edit', 'reject', 'cannot-decide'] as const;
export type VerdictKind = (typeof verdictKinds)[number];

/** Tier 1 are reviewers, tier 2 experts. */
export type Tier = 1 | 2;

/** `output` is the corrected one of an edit; nothing else has one. */
export type StandingVerdict = { readonly kind: VerdictKind; readonly tier: Tier; readonly output?: unknown };

/** How many people a task asks: `least` at once, up to `most` while they do not agree. An ordinary task asks one. */
export type Judgements = { readonly least: number; readonly most: number };

/** What the verdicts add up to. `verdictIndex` is the one that carries the effect. */
export type Resolution =
  | { readonly kind: 'waiting' }
  | {
      readonly kind: 'settled';
      readonly by: Exclude<VerdictKind, 'cannot-decide'>;
      readonly verdictIndex: number;
      /** How many said so, of how many judgements; "cannot-decide" is none. */
      readonly agreed: number;
      readonly among: number;
    }
  /** `count` more people, each for one judgement, at this tier. */
  | { readonly kind: 'ask-another'; readonly count: number; readonly tier: Tier }
  | { readonly kind: 'cannot-decide' };

/**
 * Adds up the standing verdicts of a task, in the order of their slots, once all who were asked have spoken.
 *
 * 1. Agreement: at least `least` judgements, and more than half of them say the same, kind and corrected output alike.
 *    The first of those carries the effect. "cannot-decide" is no judgement: it neither agrees nor disagrees.
 * 2. Without agreement one more person is asked, or as many as are missing to `least`, until `most` were asked; not
 *    where their answers could not bring agreement any more.
 * 3. Then one expert decides alone, whatever the others said.
 * 4. Where experts were asked and none could decide, or the deciding one cannot, the task ends as undecidable and the
 *    decision keeps the state it has (a held one stays held, and its time-out still applies).
 *
 * An ordinary task is the case of one: whoever judges it settles it, and "cannot-decide" climbs one tier and no further.
 * A strict majority of independent judgements is the rule everybody can retrace (consensus.md 1.1: a tie is never closed
 * by itself). Quadratic in the verdicts, of which there are sixteen at most.
 *
 * @example resolve([{ kind: 'cannot-decide', tier: 1 }]) // { kind: 'ask-another', count: 1, tier: 2 }
 * @example resolve([{ kind: 'approve', tier: 1 }, { kind: 'reject', tier: 1 }], { least: 2, most: 3 })
 * // { kind: 'ask-another', count: 1, tier: 1 }
 */
export function resolve(
  verdicts: readonly StandingVerdict[],
  { least, most }: Judgements = { least: 1, most: 1 },
): Resolution {
  const last = verdicts.at(-1);
  if (last === undefined || verdicts.length < least) return { kind: 'waiting' };
  if (verdicts.length > most) return decided(last, verdicts.length - 1);
  const judged = verdicts.flatMap((verdict, index) => (verdict.kind === 'cannot-decide' ? [] : [index]));
  const leading = largest(verdicts, judged);
  if (judged.length >= least && 2 * leading.length > judged.length) return settled(verdicts, leading, judged);
  const more = howManyMore(
    { asked: verdicts.length, judged: judged.length, leading: leading.length },
    least,
    most,
  );
  // A task that was escalated meanwhile goes on with experts.
  const tier = verdicts.some((verdict) => verdict.tier === 2) ? 2 : 1;
  if (more > 0) return { kind: 'ask-another', count: more, tier };
  if (judged.length === 0 && tier === 2) return { kind: 'cannot-decide' };
  return { kind: 'ask-another', count: 1, tier: 2 };
}

/** The expert whom disagreement brought in speaks alone. */
function decided({ kind }: StandingVerdict, verdictIndex: number): Resolution {
  if (kind === 'cannot-decide') return { kind };
  return { kind: 'settled', by: kind, verdictIndex, agreed: 1, among: 1 };
}

function settled(
  verdicts: readonly StandingVerdict[],
  leading: readonly number[],
  judged: readonly number[],
): Resolution {
  const verdictIndex = leading[0] ?? 0;
  const by = verdicts[verdictIndex]?.kind;
  if (by === undefined || by === 'cannot-decide') return { kind: 'waiting' };
  return { kind: 'settled', by, verdictIndex, agreed: leading.length, among: judged.length };
}

/** The largest group that says the same; the earlier one of two equals. */
function largest(verdicts: readonly StandingVerdict[], judged: readonly number[]): readonly number[] {
  const groups: number[][] = [];
  for (const index of judged) {
    const group = groups.find(([first = 0]) => saySame(verdicts[first], verdicts[index]));
    if (group) group.push(index);
    else groups.push([index]);
  }
  return groups.reduce<number[]>((best, group) => (group.length > best.length ? group : best), []);
}

function saySame(one: StandingVerdict | undefined, other: StandingVerdict | undefined): boolean {
  return one?.kind === other?.kind && sameJson(one?.output, other?.output);
}

/** 0 where nobody may be asked any more, or where agreement is out of reach even if all who are left say the same. */
function howManyMore(
  { asked, judged, leading }: { asked: number; judged: number; leading: number },
  least: number,
  most: number,
): number {
  const left = most - asked;
  if (judged + left < least || 2 * (leading + left) <= judged + left) return 0;
  return Math.max(1, least - judged);
}

/**
 * An override is a resolution that differs from the model: the measure of how often people change its mind.
 * "cannot-decide" is none, because nobody said otherwise.
 */
export function isOverride(resolution: Resolution): boolean {
  return resolution.kind === 'settled' && resolution.by !== 'approve';
}
