import type { PolicyDocument } from '../../contract/policies.ts';
import { cardFraudIntents } from './card-fraud-intents.ts';

/** The demo's first policy. The visitor is invited to change it. */
export function describePolicy(): PolicyDocument {
  const hold = { kind: 'hold' as const, dueSeconds: 15 * 60, timeout: { action: 'keep-holding' as const } };
  return {
    rules: [
      {
        name: 'Card fraud intents are always held',
        when: `label in [${cardFraudIntents.map((intent) => JSON.stringify(intent)).join(', ')}]`,
        route: hold,
      },
      { name: 'Confident enough', when: 'confidence >= 0.85', route: { kind: 'release' } },
    ],
    otherwise: hold,
    // Due before the held ones: when people fall behind, what the audit says must not be the first to starve.
    audit: { rate: 0.05, dueSeconds: 10 * 60 },
  };
}
