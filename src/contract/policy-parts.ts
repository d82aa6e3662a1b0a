// What a policy's document is made of. Editors show the descriptions while somebody writes one.

import Type from 'typebox';
import { Closed, Json, OneOf, Slug, Tagged, Uuid } from './parts.ts';
import { bySlice } from './slice.ts';

function seconds(description: string) {
  return Type.Integer({ minimum: 1, maximum: 31_536_000, description });
}

function rate(description: string) {
  return Type.Number({ minimum: 0, maximum: 1, description });
}

function tier(description: string) {
  return Type.Unsafe<1 | 2>({ type: 'integer', enum: [1, 2], description });
}

/** A kind or action: the word that tells one object from another. */
function word<const T extends string>(value: T, description: string) {
  return Type.Literal(value, { description });
}

function condition(description: string) {
  return Type.String({
    minLength: 1,
    maxLength: 2000,
    description: `${description} Written in CEL; it may use confidence, calibrated, expectedImpact, label, model, modelState, probabilities, metadata.<field>, thresholds.<name>, now and backlog.`,
  });
}

const thresholdName = Type.String({
  pattern: '^[a-z][A-Za-z0-9_]{0,62}$',
  description: 'The name that conditions read it by, as thresholds.<name>.',
});
const output = {
  ...Json,
  description:
    'What the caller gets in place of the model’s output; a class, where the use case has classes.',
};

const Timeout = Tagged(
  'action',
  [
    Closed({ action: word('keep-holding', 'It stays held until people have judged.') }),
    Closed({
      action: OneOf(['reject', 'release-and-flag', 'escalate'], {
        description:
          'What becomes of it: it is rejected, released and flagged, or handed to experts, once, and then kept.',
      }),
      afterSeconds: seconds('When that happens, in seconds after the decision.'),
    }),
    Closed({
      action: word('safe-output', 'The caller gets a safe output in place of the model’s.'),
      afterSeconds: seconds('When that happens, in seconds after the decision.'),
      output,
    }),
  ],
  { description: 'What becomes of a held decision that nobody judged in time.' },
);

const people = {
  dueSeconds: seconds(
    'By when people should have judged; it orders the queue and changes nothing by itself.',
  ),
  tier: Type.Optional(tier('Who judges: 1 for reviewers, 2 for experts; reviewers where it is left out.')),
  qualification: Type.Optional({
    ...Slug,
    description: 'Only people who hold this qualification may judge.',
  }),
  blind: Type.Optional(
    Type.Boolean({
      description: 'Whether people judge without seeing the model’s output or anybody’s verdict.',
    }),
  ),
};

function judgements(description: string) {
  return Type.Integer({ minimum: 1, maximum: 15, description });
}

export const Route = Tagged(
  'kind',
  [
    Closed({ kind: word('release', 'The output may be used at once.') }),
    Closed({
      kind: word('hold', 'Nobody may use the output before a person has judged it.'),
      ...people,
      timeout: Timeout,
    }),
    Closed({
      kind: word('release-and-review', 'The output may be used at once, and a person judges it afterwards.'),
      ...people,
    }),
    Closed({
      kind: word('consensus', 'Several people judge it independently, until enough of them agree.'),
      ...people,
      meanwhile: OneOf(['hold', 'release'], {
        description: 'Whether the output is held until they agree, or may be used in the meantime.',
      }),
      judgements: Closed(
        {
          least: judgements('How many judgements are asked for at once.'),
          most: judgements('Up to how many are asked for while they do not agree.'),
        },
        { description: 'How many people judge.' },
      ),
      timeout: Timeout,
    }),
  ],
  { description: 'What happens to a decision.' },
);

export const Rule = Closed(
  {
    name: Type.String({
      minLength: 1,
      maxLength: 100,
      description: 'What people call the rule; reasons and changes name it.',
    }),
    when: condition('When the rule applies.'),
    route: Route,
  },
  { description: 'A condition and the route of the decisions it takes.' },
);

export const ThresholdBySlice = bySlice(
  Type.Number({ description: 'The value for decisions of this slice.' }),
  {
    about: 'Other values for decisions of some slices.',
    by: 'What decisions are parted by: label, or metadata.<field>.',
    values: 'The value of each of these slices, by the class or by the text of the field’s value.',
  },
);

export const Threshold = Closed(
  {
    name: thresholdName,
    value: Type.Number({ description: 'The number that conditions compare with.' }),
    bySlice: Type.Optional(ThresholdBySlice),
    certificateId: Type.Optional({
      ...Uuid,
      description:
        'The certificate it stands on; when that is revoked, the certificate’s fallback takes the value’s place.',
    }),
  },
  { description: 'A number with a name.' },
);

const mapNumber = Type.Integer({ minimum: 1, description: 'The number of the calibration map.' });

/** One map for all decisions of a model version, or others for some slices. */
const MapChoice = Type.Union(
  [
    mapNumber,
    Closed({
      map: Type.Optional({
        ...mapNumber,
        description: 'The number of the calibration map for decisions of all slices that are not named.',
      }),
      bySlice: bySlice(mapNumber, {
        about: 'Calibration maps for decisions of some slices.',
        by: 'What decisions are parted by: label, or metadata.<field>.',
        values: 'The number of each slice’s map, by the class or by the text of the field’s value.',
      }),
    }),
  ],
  { description: 'The number of a calibration map, or the numbers of several, by slice.' },
);

export const Calibration = Type.Record(Type.String({ minLength: 1, maxLength: 200 }), MapChoice, {
  description: 'By the name of a model version: the maps that make its confidence the calibrated one.',
});

const Stratum = Closed(
  {
    name: { ...Slug, description: 'What the stratum is called; estimates are made per stratum.' },
    when: condition('Which decisions are in it.'),
    rate: rate('The share of its decisions that people audit, from 0 to 1.'),
  },
  { description: 'A part of the traffic with an audit rate of its own.' },
);

export const Audit = Closed(
  {
    rate: rate('The share of decisions that people audit, from 0 to 1, where no stratum says otherwise.'),
    dueSeconds: Type.Optional(
      seconds('By when people should have judged audited decisions; a day where it is left out.'),
    ),
    floor: Type.Optional(rate('The least rate of any stratum, under overload as well.')),
    strata: Type.Optional(
      Type.Array(Stratum, {
        maxItems: 20,
        description: 'Parts of the traffic with rates of their own; the first whose condition holds counts.',
      }),
    ),
  },
  { description: 'Which decisions people also look at although no rule asks for it: a random draw.' },
);

const OverloadLimit = Closed(
  {
    tier: tier('Whose queue: 1 for reviewers, 2 for experts.'),
    backlog: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1e9, description: 'Open tasks above which people are saturated.' }),
    ),
    overdueSeconds: Type.Optional(
      seconds('How long the task due first may be overdue before people are saturated.'),
    ),
  },
  { description: 'When the people of a tier are saturated.' },
);

const OverloadStep = Tagged(
  'action',
  [
    Closed({
      action: word('set-threshold', 'A threshold takes another value.'),
      threshold: { ...thresholdName, description: 'The name of the threshold.' },
      value: Type.Number({ description: 'The value it takes.' }),
    }),
    Closed({
      action: word('sample-less', 'Audit rates are multiplied by a factor, never below the floor.'),
      factor: rate('What the rates are multiplied by.'),
    }),
    Closed({ action: word('hold-reviews', 'What would be released and reviewed later is held instead.') }),
    Closed({ action: word('safe-output', 'What would be held gets a safe output at once.'), output }),
  ],
  { description: 'One thing that is done while people are saturated.' },
);

export const Overload = Closed(
  {
    limits: Type.Array(OverloadLimit, {
      minItems: 1,
      maxItems: 2,
      description: 'When people are saturated; one limit passed is enough.',
    }),
    steps: Type.Array(OverloadStep, {
      minItems: 1,
      maxItems: 20,
      description: 'What is done, in this order; each step stays while the next is added.',
    }),
    everySeconds: seconds('The time between two steps, in either direction.'),
  },
  { description: 'What happens while people are saturated.' },
);
