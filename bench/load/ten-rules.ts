import type { PolicyDocument } from '../../src/contract/policies.ts';

/** Ten rules that look at everything a rule may look at; most decisions pass eight of them. */
export const tenRules: PolicyDocument = {
  rules: [
    { name: 'Fraud', when: 'label == "fraud" && confidence < 0.1', route: hold() },
    {
      name: 'Large amounts abroad',
      when: 'metadata.amount > 4990.0 && metadata.country != "DE"',
      route: hold(),
    },
    { name: 'Odd channel', when: 'metadata.channel in ["fax", "letter"]', route: hold() },
    {
      name: 'Second choice',
      when: '"fraud" in probabilities && probabilities["fraud"] > 0.999',
      route: hold(),
    },
    { name: 'First contact abroad', when: 'metadata.first && metadata.country == "US"', route: hold() },
    { name: 'Premium', when: 'metadata.tier == "premium" && confidence < 0.95', route: hold() },
    { name: 'Old model', when: 'model.startsWith("legacy")', route: hold() },
    { name: 'Doubtful', when: 'confidence < 0.85', route: hold() },
    { name: 'Identity', when: 'label == "identity" && confidence < 0.5', route: hold() },
    { name: 'The rest', when: 'confidence >= 0.85', route: { kind: 'release' } },
  ],
  otherwise: hold(),
  audit: { rate: 0 },
};

function hold() {
  return { kind: 'hold' as const, dueSeconds: 900, timeout: { action: 'keep-holding' as const } };
}
