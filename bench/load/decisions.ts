// Realistic decisions for the load: support queries with English prose, about 930 bytes each, 30 % of them held.

const words = (
  'the customer writes that a transfer to another bank has not arrived although it was taken from the balance three ' +
  'days ago and asks whether it can be cancelled or sped up because rent is due on friday please explain what happens next'
).split(' ');

/** How many different bodies there are; more than any cache of the path would hold by accident. */
const distinct = 1000;
const heldShare = 0.3;

export type LoadDecision = {
  useCase: string;
  model: string;
  input: { channel: string; subject: string; text: string; history: string[] };
  output: { label: string; answer: string };
  label: string;
  confidence: number;
  probabilities: Record<string, number>;
  metadata: Record<string, string | number | boolean>;
};

/** The bodies of the load; the same for every run. */
export function loadDecisions(useCase: string, model: string): LoadDecision[] {
  const random = lehmer(20_251);
  return Array.from({ length: distinct }, (_, index) => {
    const confidence = index % 10 < heldShare * 10 ? 0.3 + random() * 0.5 : 0.86 + random() * 0.13;
    const label = labels[Math.floor(random() * labels.length)] ?? 'transfer';
    return {
      useCase,
      model,
      input: {
        channel: 'app',
        subject: prose(random, 8),
        text: prose(random, 70),
        history: [prose(random, 12), prose(random, 10)],
      },
      output: { label, answer: prose(random, 14) },
      label,
      confidence,
      probabilities: { [label]: confidence },
      metadata: {
        channel: 'app',
        country: 'DE',
        amount: Math.floor(random() * 5000),
        tier: 'standard',
        first: index % 7 === 0,
      },
    };
  });
}

export const labels = ['transfer', 'card', 'refund', 'identity', 'fees', 'fraud'];

function prose(random: () => number, count: number): string {
  return Array.from({ length: count }, () => words[Math.floor(random() * words.length)]).join(' ');
}

/** Park and Miller's minimal generator: the load must not differ between two runs. */
function lehmer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
