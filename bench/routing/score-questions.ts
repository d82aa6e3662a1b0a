import type { PolicyFacts } from '../../src/core/policies/facts.ts';
import type { PolicySubject } from '../../src/core/use-cases/use-case.ts';
import { classify } from '../../src/demo/classifier/classify.ts';
import { type Classifier, trainClassifier } from '../../src/demo/classifier/train-classifier.ts';
import { readBanking77 } from '../../src/demo/read-banking77.ts';
import { seededRandom } from '../../src/demo/seeded-random.ts';
import { dearBanking77, dearClinc150, dearImpact } from './dear-intents.ts';
import { type Question, readClinc150 } from './read-clinc150.ts';

/** A question with what the model made of it, and what nobody but the bench knows: whether that is right. */
export type Scored = {
  readonly facts: PolicyFacts;
  readonly wrong: boolean;
  /** What it costs to release it: the impact of the intent that was missed; 0 when it is right. */
  readonly harm: number;
};

/** One data set, scored by a model that has learned from none of these questions. */
export type Traffic = {
  readonly name: 'banking77' | 'clinc150';
  readonly subject: PolicySubject;
  readonly unseen: readonly Scored[];
  /** Questions that none of the intents fits: whatever the model says is wrong. */
  readonly outOfScope: readonly Scored[];
};

/** Trains the demo's classifier on 2,000 questions and scores the other 11,083; some ten seconds. */
export function banking77(): Traffic {
  const { intents, seed, unseen } = readBanking77();
  return score({ name: 'banking77', intents, dear: dearBanking77, learned: seed, unseen, outOfScope: [] });
}

/** The same classifier on 3,000 questions, scoring 7,500 in scope and 1,200 out of it. */
export function clinc150(): Traffic {
  return score({ name: 'clinc150', dear: dearClinc150, ...readClinc150() });
}

type DataSet = {
  readonly name: Traffic['name'];
  readonly intents: readonly string[];
  readonly dear: readonly string[];
  readonly learned: readonly Question[];
  readonly unseen: readonly Question[];
  readonly outOfScope: readonly Question[];
};

function score({ name, intents, dear, learned, unseen, outOfScope }: DataSet): Traffic {
  const classifier = trainClassifier(learned, intents, seededRandom(1));
  const impactOf = (intent: string) => (dear.includes(intent) ? dearImpact : 1);
  const scored = (question: Question) => scoreOne(question, classifier, impactOf);
  return {
    name,
    subject: {
      outputKind: 'class',
      classes: intents.map((intent) => ({ name: intent, impact: impactOf(intent) })),
      metadataFields: [],
    },
    unseen: unseen.map(scored),
    outOfScope: outOfScope.map(scored),
  };
}

/** As the demo submits it: the likeliest five classes with their probabilities. */
function scoreOne(
  { text, intent }: Question,
  classifier: Classifier,
  impactOf: (intent: string) => number,
): Scored {
  const { label, confidence, probabilities } = classify(classifier, text);
  const wrong = label !== intent;
  return {
    facts: {
      confidence,
      label,
      model,
      metadata: {},
      probabilities: Object.fromEntries(probabilities.map((one) => [one.label, one.probability])),
      calibrated: null,
      modelState: 'active',
      nowMs: 0,
      backlog: null,
    },
    wrong,
    harm: wrong ? impactOf(intent) : 0,
  };
}

export const model = 'linear';
