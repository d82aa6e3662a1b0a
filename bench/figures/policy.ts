import { compilePolicy } from '../../src/core/policies/compile-policy.ts';
import { celContext } from '../../src/core/policies/conditions/cel-context.ts';
import { vocabularyOf } from '../../src/core/policies/conditions/cel-environment.ts';
import { expectedImpactOf } from '../../src/core/policies/conditions/expected-impact.ts';
import { thresholdsInForce } from '../../src/core/policies/conditions/thresholds-in-force.ts';
import type { PolicyDocument, Rule } from '../../src/core/policies/document.ts';
import { ordinaryContext, type PolicyFacts } from '../../src/core/policies/facts.ts';
import type { PolicySubject } from '../../src/core/use-cases/use-case.ts';
import { seededRandom } from '../../src/demo/seeded-random.ts';
import type { Bench, Figure } from '../figure.ts';
import { figureOf } from '../figure.ts';

const classes = Array.from({ length: 77 }, (_, index) => ({
  name: `class ${index}`,
  impact: (index % 9) + 1,
}));

const subject: PolicySubject = {
  outputKind: 'class',
  classes,
  metadataFields: [
    { name: 'amount', type: 'number', required: true },
    { name: 'attempts', type: 'integer', required: true },
    { name: 'country', type: 'string', required: true },
    { name: 'channel', type: 'string', required: false },
    { name: 'vip', type: 'boolean', required: true },
    { name: 'openedAt', type: 'timestamp', required: true },
  ],
};

/** Conditions as people write them, that hardly any decision meets, so that every rule is asked. */
const conditions: readonly ((index: number) => string)[] = [
  (n) => `label in ["class ${n}", "class ${n + 1}", "class ${n + 2}"] && calibrated < thresholds.unsure`,
  (n) => `metadata.amount > ${20_000 + n} && metadata.country != "GB"`,
  () => 'expectedImpact > thresholds.dear',
  (n) => `metadata.country in ["AA", "BB", "CC", "DD", "EE"] || metadata.attempts + 1 > ${60 + n}`,
  () => 'has(metadata.channel) && metadata.channel == "branch" && confidence < thresholds.unsure',
  (n) => `metadata.vip && metadata.amount * 1.2 > ${20_000 + n}`,
  () => 'now.getHours() >= 25 || now.getDayOfWeek() > 6',
  (n) => `calibrated < 0.001 && label == "class ${n}"`,
  () => 'modelState == "probation" && confidence < 0.9',
  (n) => `metadata.attempts > ${50 + n} ? confidence < 0.99 : confidence < 0.001`,
];

function documentOf(count: number): PolicyDocument {
  const rules = Array.from({ length: count }, (_, index): Rule => {
    const when = conditions[index % conditions.length]?.(index) ?? 'false';
    return { name: `Rule ${index}`, when, route: { kind: 'release' } };
  });
  return {
    rules,
    otherwise: { kind: 'hold', dueSeconds: 900, timeout: { action: 'keep-holding' } },
    thresholds: [
      {
        name: 'unsure',
        value: 0.001,
        bySlice: { by: 'label', values: { 'class 3': 0.002, 'class 40': 0.002 } },
      },
      { name: 'dear', value: 50, bySlice: { by: 'metadata.country', values: { DE: 51, FR: 52 } } },
    ],
    audit: { rate: 0.05, strata: [{ name: 'abroad', when: 'metadata.country != "GB"', rate: 0.2 }] },
  };
}

/** As they come off the wire: how objects were made decides how fast they are read. */
function decisions(listed: number): PolicyFacts[] {
  return madeUp(listed).map((facts): PolicyFacts => JSON.parse(JSON.stringify(facts)));
}

function madeUp(listed: number): PolicyFacts[] {
  const random = seededRandom(2026);
  const pick = (length: number) => Math.floor(random() * length);
  return Array.from({ length: 4096 }, (_, index): PolicyFacts => {
    const label = pick(77);
    const confidence = 0.3 + 0.7 * random();
    const others = Array.from({ length: listed - 1 }, (_unused, place) => (label + place + 1) % 77);
    const rest = others.map((other) => [`class ${other}`, (1 - confidence) / (listed - 1)] as const);
    return {
      confidence,
      calibrated: confidence * 0.95,
      label: `class ${label}`,
      model: 'intent-2',
      modelState: 'active',
      metadata: {
        amount: Math.round(random() * 2_000_000) / 100,
        attempts: pick(40),
        country: ['GB', 'DE', 'FR', 'ES'][pick(4)] ?? 'GB',
        vip: random() < 0.1,
        openedAt: '2026-03-01T12:00:00Z',
        ...(random() < 0.5 ? { channel: 'app' } : {}),
      },
      probabilities: Object.fromEntries([[`class ${label}`, confidence] as const, ...rest]),
      nowMs: 1_790_000_000_000 + index * 1000,
      backlog: null,
    };
  });
}

/** Microseconds of processor time per decision: what else runs on the machine counts as little as can be. */
function measure(
  seconds: number,
  evaluate: (facts: PolicyFacts) => void,
  facts: readonly PolicyFacts[],
): number {
  const endMs = performance.now() + seconds * 1000;
  const before = process.cpuUsage();
  let passes = 0;
  while (performance.now() < endMs) {
    for (const one of facts) evaluate(one);
    passes += 1;
  }
  return process.cpuUsage(before).user / (passes * facts.length);
}

/** The rules of a policy run by the interpreter, as they would be without closures; strata are left out. */
function interpreterOf(document: PolicyDocument): (facts: PolicyFacts) => void {
  const { environment } = vocabularyOf(subject, ['unsure', 'dear']);
  const parsed = document.rules.map(({ when }) => environment.parse(when));
  const given = {
    thresholds: thresholdsInForce(document, ordinaryContext),
    expectedImpact: expectedImpactOf(subject, document),
  };
  return (facts) => {
    const context = celContext(facts, subject, given);
    for (const condition of parsed) if (condition(context) === true) return;
  };
}

const counts = [5, 10, 20, 40] as const;

/** What a policy costs per decision on one core, by its number of rules. */
export const policy: Bench = {
  name: 'policy',
  about:
    'Processor time of one decision through a policy, every rule asked: lists, metadata, thresholds with values of their own for classes and for a field, expected impact, whole numbers, time of day; five classes with probabilities. Beside it the rules alone in the interpreter.',
  async run({ rounds, seconds, tell }) {
    const facts = decisions(5);
    const all = decisions(77);
    const samples = new Map<string, number[]>();
    const keep = (id: string, value: number) => samples.set(id, [...(samples.get(id) ?? []), value]);
    const compiled = counts.map(
      (count) => [count, compilePolicy(documentOf(count), subject).evaluate] as const,
    );
    const interpreted = interpreterOf(documentOf(20));
    const share = seconds / 8;
    for (let round = 0; round <= rounds; round++) {
      for (const [count, evaluate] of compiled) {
        const value = measure(share, evaluate, facts);
        if (round > 0) keep(`${count}`, value);
      }
      const twenty = compiled[2]![1]; // counts has four
      const [every, slow] = [measure(share, twenty, all), measure(share, interpreted, facts)];
      if (round === 0) continue;
      keep('every', every);
      keep('interpreted', slow);
      tell(
        `round ${round}: ${[...samples].map(([id, values]) => `${id} ${values.at(-1)?.toFixed(3)}`).join(', ')} µs`,
      );
    }
    return figures(samples);
  },
};

function figures(samples: ReadonlyMap<string, readonly number[]>): Figure[] {
  const of = (id: string) => samples.get(id) ?? [];
  const unit = 'µs a decision';
  return [
    figureOf('policy.evaluate', of('20'), {
      unit,
      goal: '<= 2',
      baseline: of('interpreted'),
      note: 'Twenty rules.',
    }),
    ...counts
      .filter((count) => count !== 20)
      .map((count) => figureOf(`policy.evaluate.${count}-rules`, of(`${count}`), { unit })),
    figureOf('policy.evaluate.every-class', of('every'), {
      unit,
      note: 'Twenty rules; all 77 classes with a probability.',
    }),
  ];
}
