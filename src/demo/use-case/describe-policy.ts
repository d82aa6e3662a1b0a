import type { PolicyDocument } from '../../contract/policies.ts';
import { cardFraudIntents, cardFraudQualification } from './card-fraud-intents.ts';

type Bars = {
  /** From this confidence on an answer is used without asking anybody. */
  readonly confident: number;
  /** Above this expected impact somebody looks first, however confident the model is. */
  readonly dear: number;
};

/** The demo's first policy. The visitor is invited to change it. */
export function describePolicy(): PolicyDocument {
  return withBars({ confident: 0.85, dear: 0.5 });
}

/** A draft that waits for the owner: what would it cost to ask people more often? */
export function describeStricterPolicy(): PolicyDocument {
  return withBars({ confident: 0.93, dear: 0.3 });
}

function withBars({ confident, dear }: Bars): PolicyDocument {
  const hold = { kind: 'hold' as const, dueSeconds: 15 * 60, timeout: { action: 'keep-holding' as const } };
  return {
    rules: [
      {
        name: 'Card fraud is judged by two who do not see each other',
        when: `label in [${cardFraudIntents.map((intent) => JSON.stringify(intent)).join(', ')}]`,
        route: {
          kind: 'consensus',
          meanwhile: 'hold',
          judgements: { least: 2, most: 3 },
          blind: true,
          qualification: cardFraudQualification,
          dueSeconds: 15 * 60,
          // Nobody qualified is there: experts are, and a stranger may be spending meanwhile.
          timeout: { action: 'escalate', afterSeconds: 60 * 60 },
        },
      },
      { name: 'Dear to be wrong about', when: 'expectedImpact > thresholds.dear', route: hold },
      {
        name: 'Large amounts are looked at afterwards',
        when: 'confidence >= thresholds.confident && has(metadata.amountEur) && metadata.amountEur >= 250.0',
        route: { kind: 'release-and-review', dueSeconds: 30 * 60 },
      },
      {
        name: 'Confident enough',
        when: 'confidence >= thresholds.confident',
        route: { kind: 'release' },
      },
    ],
    otherwise: hold,
    thresholds: [
      { name: 'confident', value: confident },
      { name: 'dear', value: dear },
    ],
    audit: {
      // High, so that there is something to certify within minutes; months of traffic would take a tenth of it. One rate for
      // all: where strata have their own, a certificate takes more labels.
      rate: 0.3,
      floor: 0.1,
      // Due before the held ones: when people fall behind, what the audit says must not be the first to starve.
      dueSeconds: 10 * 60,
    },
    overload: {
      limits: [
        { tier: 1, backlog: 600, overdueSeconds: 30 * 60 },
        { tier: 2, overdueSeconds: 60 * 60 },
      ],
      steps: [
        { action: 'set-threshold', threshold: 'dear', value: 1 },
        { action: 'sample-less', factor: 0.5 },
      ],
      everySeconds: 60,
    },
  };
}
