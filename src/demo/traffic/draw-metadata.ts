import { drawNormal } from '../draw-normal.ts';
import type { Random } from '../seeded-random.ts';
import { intentFamilies } from '../use-case/intent-families.ts';
import { channels, countries, customerTiers } from '../use-case/metadata-fields.ts';

export type QueryMetadata = {
  readonly channel: (typeof channels)[number];
  readonly customerTier: (typeof customerTiers)[number];
  readonly country: (typeof countries)[number];
  /** Of the payment the question was asked from; only in questions about money. */
  readonly amountEur?: number;
};

/** Invented circumstances of a question; the data set has none. */
export function drawMetadata(intent: string, random: Random): QueryMetadata {
  const circumstances = {
    channel: drawWeighted(channels, [0.68, 0.22, 0.1], random),
    customerTier: drawWeighted(customerTiers, [0.75, 0.18, 0.07], random),
    country: drawWeighted(countries, [0.34, 0.08, 0.14, 0.14, 0.1, 0.1, 0.05, 0.05], random),
  };
  // Drawn for every question, so that one draw more or less cannot shift all that follow.
  const amountEur = drawAmountEur(random);
  return aboutMoney.has(intent) ? { ...circumstances, amountEur } : circumstances;
}

const aboutMoney: ReadonlySet<string> = new Set(
  intentFamilies.filter(({ money }) => money).flatMap(({ intents }): readonly string[] => intents),
);

/** Log-normal around 45 €, to the cent. */
function drawAmountEur(random: Random): number {
  return Math.max(1, Math.round(4500 * Math.exp(1.1 * drawNormal(random)))) / 100;
}

function drawWeighted<Item>(items: readonly Item[], weights: readonly number[], random: Random): Item {
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
  const index = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  return items[Math.max(0, index)] as Item; // as many items as weights
}
