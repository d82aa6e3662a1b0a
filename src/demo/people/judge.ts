import type { Random } from '../seeded-random.ts';
import { cardFraudIntents } from '../use-case/card-fraud-intents.ts';
import { confusableIntents } from '../use-case/confusable-intents.ts';
import { intentFamilies } from '../use-case/intent-families.ts';
import type { ReasonCode } from '../use-case/reason-codes.ts';
import type { Person } from './person.ts';

export interface JudgedItem {
  readonly trueLabel: string;
  /** Null where it is hidden, because the item is judged blind. */
  readonly modelLabel: string | null;
  /** The model's likeliest labels, its own choice among them; what a person slips to when the family offers nothing. */
  readonly alternatives: readonly string[];
}

export type Judgement = { readonly reasonCodes: readonly ReasonCode[]; readonly comment: string | null } & (
  | { readonly kind: 'approve' }
  | { readonly kind: 'edit' | 'choose'; readonly label: string }
  | { readonly kind: 'cannot-decide' }
);

/** What a simulated person makes of an item. The person is given the truth, and sometimes misses it. */
export function judge(person: Person, item: JudgedItem, random: Random): Judgement {
  if (random() < person.cannotDecideRate) return giveUp(random);
  const believed = believe(person, item, random);
  // Who has nothing to compare with has nothing to explain.
  if (item.modelLabel === null) return { kind: 'choose', label: believed, reasonCodes: [], comment: null };
  if (believed === item.modelLabel) return { kind: 'approve', reasonCodes: [], comment: null };
  return { kind: 'edit', label: believed, ...explain(item.modelLabel, believed, random) };
}

function believe(person: Person, item: JudgedItem, random: Random): string {
  const confusable = partnersOf(item.trueLabel);
  const errorRate = confusable.length > 0 ? person.confusableErrorRate : person.errorRate;
  const suggested = item.modelLabel === item.trueLabel ? shareOfErrorsAgainstARightModel : 1;
  if (random() >= errorRate * suggested) return item.trueLabel;
  // Most wrong verdicts follow the suggestion on the screen (automation bias).
  if (
    item.modelLabel !== null &&
    item.modelLabel !== item.trueLabel &&
    random() < shareOfErrorsThatFollowTheModel
  )
    return item.modelLabel;
  const plausible = [confusable, familyOf(item.trueLabel), item.alternatives]
    .map((labels) => labels.filter((label) => label !== item.trueLabel))
    .find((labels) => labels.length > 0);
  return pick(plausible ?? [item.trueLabel], random);
}

const shareOfErrorsThatFollowTheModel = 0.7;

/** For the same reason a right suggestion is seldom talked out of: it takes an own idea against the one on the screen. */
const shareOfErrorsAgainstARightModel = 0.15;

function partnersOf(label: string): string[] {
  const pairs: readonly (readonly string[])[] = confusableIntents.map(({ pair }) => pair);
  return pairs.filter((pair) => pair.includes(label)).flatMap((pair) => pair.filter((one) => one !== label));
}

function familyOf(label: string): readonly string[] {
  const families: readonly (readonly string[])[] = intentFamilies.map(({ intents }) => intents);
  return families.find((intents) => intents.includes(label)) ?? [];
}

function giveUp(random: Random): Judgement {
  const unclear = random() < 0.5;
  return {
    kind: 'cannot-decide',
    reasonCodes: [unclear ? 'unclear' : 'several-wishes'],
    comment: unclear ? 'I cannot tell what the customer wants.' : 'Two wishes; which one comes first?',
  };
}

function explain(
  modelLabel: string,
  believed: string,
  random: Random,
): { reasonCodes: readonly ReasonCode[]; comment: string | null } {
  const reasonCodes = [reasonFor(modelLabel, believed)];
  // People seldom write when a code says it.
  return {
    reasonCodes,
    comment: random() < 0.15 ? pick(commentsOn[reasonCodes[0] ?? 'other-intent'], random) : null,
  };
}

function reasonFor(modelLabel: string, believed: string): ReasonCode {
  const atRisk: readonly string[] = cardFraudIntents;
  if (atRisk.includes(believed) && !atRisk.includes(modelLabel)) return 'missed-money-at-risk';
  if (atRisk.includes(modelLabel) && !atRisk.includes(believed)) return 'no-money-at-risk';
  return partnersOf(modelLabel).includes(believed) ? 'often-mixed-up' : 'other-intent';
}

const commentsOn: Readonly<Record<ReasonCode, readonly string[]>> = {
  'other-intent': [
    'Mentioned in passing, but not the wish.',
    'Read the last sentence.',
    'Right topic, other wish.',
  ],
  'often-mixed-up': ['See the guideline, "often mixed up".', 'The usual mix-up.'],
  'missed-money-at-risk': ['Somebody else may be spending here.', 'Call this customer first.'],
  'no-money-at-risk': ['No sign of a stranger in this one.', 'The customer knows this payment.'],
  'several-wishes': ['Took the one that cannot wait.'],
  unclear: ['Could be either.'],
};

function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[Math.floor(random() * items.length)] as Item; // never called with an empty list
}
