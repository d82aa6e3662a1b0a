import { cardFraudIntents } from './card-fraud-intents.ts';
import { confusableIntents } from './confusable-intents.ts';

/** The Markdown a reviewer has beside every question. */
export function writeGuideline(): string {
  const pairs = confusableIntents.map(
    ({ pair: [one, other], tell }) => `- \`${one}\` or \`${other}\`: ${tell}`,
  );
  const fraud = cardFraudIntents.map((intent) => `\`${intent}\``).join(', ');
  return `# Which intent is it?

Choose what the customer **wants from us now**, not every topic that is mentioned.

1. Read the question before the model's suggestion.
2. Fits the suggestion? **Approve.** Fits another intent better? **Edit** and choose it.
3. Two wishes in one question: take the one that cannot wait. Money at risk always comes first.
4. No intent follows from the words, even with the hints below? **Cannot decide**, and an expert looks at it.

## Money at risk

${fraud}

These are always held for a person. When in doubt between one of them and a harmless intent, choose the one at risk: a
needless call costs minutes, a missed one costs the customer's money.

## Often mixed up

${pairs.join('\n')}

Spelling, tone and politeness do not matter. A few labels have odd names (\`reverted_card_payment?\`); they are as published.
`;
}
