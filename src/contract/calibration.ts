import Type, { type Static } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Closed, Cursor, Limit, Nullable, OneOf, Page, Time, Uuid } from './parts.ts';
import { PolicyVersion } from './policies.ts';
import { Slice, SliceBy } from './slice.ts';

const Share = Type.Number({ minimum: 0, maximum: 1 });
const Interval = Closed({ low: Type.Number(), high: Type.Number() });
const Point = Type.Unsafe<[number, number]>({
  type: 'array',
  items: { type: 'number' },
  minItems: 2,
  maxItems: 2,
});

export const calibrationSources = ['audited', 'graded', 'validation'] as const;
/** `audited`: those the audit drew; `graded`: everything people judged; `validation`: an imported validation set. */
export const CalibrationSource = OneOf(calibrationSources, {
  description:
    'audited: decisions the audit drew and people judged; graded: everything people judged, weighted by its probability; validation: an imported validation set',
});

/** Which labels are looked at; decisions are taken by the time they were recorded, half open. */
const looking = {
  modelVersionId: Uuid,
  source: CalibrationSource,
  validationSetId: Type.Optional(Uuid),
  from: Type.Optional(Time),
  before: Type.Optional(Time),
  sliceBy: Type.Optional(SliceBy),
  slice: Type.Optional(Type.String({ maxLength: 2000 })),
};

/** A number with what is known of its error; `because` says why there is none. */
export const Measure = Closed({
  value: Nullable(Type.Number()),
  interval: Nullable(Interval),
  because: Nullable(Type.String()),
});

/** A stratum of the sampling design about whose decisions nothing is known. */
const Unknown = Closed({
  policyVersion: Type.Integer(),
  stratum: Type.String(),
  routed: Type.Boolean({ description: 'A rule sends these to people whatever the draw' }),
  decisions: Type.Integer(),
});

/** How much is known, and about what. */
export const LabelCounts = Closed({
  graded: Type.Integer(),
  audited: Type.Integer({ description: 'Of the graded, those the audit drew' }),
  routed: Type.Integer({ description: 'Of the graded, those a rule sent to people' }),
  wrong: Type.Integer(),
  provisional: Type.Integer({ description: 'Judged by one person' }),
  final: Type.Integer({ description: 'Judged by several who agree, or by an expert' }),
  simulated: Type.Integer(),
  nEffective: Type.Number({ description: '(Σw)²/Σw²: what the weighted labels are worth' }),
  population: Nullable(Type.Integer({ description: 'Decisions they speak for; null for a validation set' })),
  coverage: Nullable(Share),
  unknown: Type.Array(Unknown),
  response: Nullable(Share),
  notes: Type.Array(Type.String({ description: 'What a reader must know before trusting the numbers' })),
});

export const Reliability = Closed({
  modelVersionId: Uuid,
  source: CalibrationSource,
  validationSetId: Nullable(Uuid),
  from: Nullable(Time),
  before: Nullable(Time),
  slice: Nullable(Slice),
  map: Nullable(Type.Integer({ description: 'Of the confidence as this map gives it; null: raw' })),
  labels: LabelCounts,
  /** Null without labels. */
  meanConfidence: Nullable(Type.Number()),
  accuracy: Measure,
  gap: Measure,
  gapSentence: Type.String({ description: 'The signed gap in words' }),
  gapByDecile: Type.Array(
    Closed({ from: Share, to: Share, n: Type.Integer(), confidence: Type.Number(), accuracy: Type.Number() }),
  ),
  ece: Closed({
    bins: Type.Integer(),
    value: Nullable(Type.Number()),
    equalMass: Nullable(Type.Number()),
    adaptive: Nullable(Type.Number({ description: 'ACE: mean of the gaps of bins that are not empty' })),
    noiseFloor: Nullable(Type.Number({ description: 'Expected of a perfectly calibrated model' })),
    nullQ95: Nullable(Type.Number({ description: 'Exceeded by a perfectly calibrated model once in 20' })),
    indistinguishable: Nullable(Type.Boolean({ description: 'Cannot be told from perfectly calibrated' })),
    debiased: Nullable(Type.Number()),
    smooth: Nullable(Type.Number({ description: 'smECE: without bins' })),
    greatest: Nullable(Type.Number({ description: 'MCE, over bins with enough labels' })),
    greatestExcluded: Nullable(Share),
  }),
  tests: Type.Array(
    Closed({
      name: OneOf(['ecce-mad', 'ecce-r', 'spiegelhalter']),
      statistic: Nullable(Type.Number()),
      pValue: Nullable(Type.Number()),
      sentence: Type.String(),
    }),
  ),
  scores: Closed({
    brier: Measure,
    logLoss: Measure,
    clippedWrong: Type.Integer({ description: 'Wrong although the confidence was 0 or 1 up to a millionth' }),
    skill: Nullable(Type.Number()),
    miscalibration: Nullable(Type.Number()),
    discrimination: Nullable(Type.Number()),
    uncertainty: Nullable(Type.Number()),
    aurc: Nullable(Type.Number()),
    auroc: Nullable(Type.Number()),
  }),
  /** CORP: isotonic regression of right on confidence; the band holds 90 % of what a calibrated model would show. */
  curve: Type.Array(
    Closed({
      confidence: Type.Number(),
      accuracy: Type.Number(),
      bandLow: Nullable(Type.Number()),
      bandHigh: Nullable(Type.Number()),
    }),
  ),
  values: Type.Array(
    Closed({
      confidence: Type.Number(),
      n: Type.Integer(),
      audited: Type.Integer(),
      nEffective: Type.Number(),
      accuracy: Type.Number(),
      low: Type.Number(),
      high: Type.Number(),
    }),
    { description: 'By distinct confidence, where there are few, else by the most frequent' },
  ),
  distinctValues: Type.Integer(),
});
export type Reliability = Static<typeof Reliability>;

export const getReliability = endpoint({
  id: 'getReliability',
  method: 'GET',
  path: '/v1/use-cases/:useCaseId/reliability',
  access: 'policies:read',
  summary: 'How far the confidence of a model version can be trusted, by the labels there are',
  params: Closed({ useCaseId: Uuid }),
  query: Closed({
    ...looking,
    bins: Type.Optional(Type.Unsafe<10 | 15 | 20 | 30>({ type: 'integer', enum: [10, 15, 20, 30] })),
    map: Type.Optional(
      Type.Integer({ minimum: 1, description: 'Look at the confidence as this calibration map gives it' }),
    ),
  }),
  answer: Reliability,
  status: 200,
  refusals: ['labels.bad-window', 'labels.bad-slice', 'calibration.bad-source'],
});

export const mapMethods = ['identity', 'temperature', 'platt', 'beta', 'isotonic'] as const;

/** The parameters of a map; `method` says which. */
export const MapParameters = Type.Unsafe<{ method: (typeof mapMethods)[number] } & Record<string, unknown>>({
  type: 'object',
  required: ['method'],
  properties: { method: { type: 'string', enum: [...mapMethods] } },
  additionalProperties: true,
});

const BeforeAfter = Closed({ before: Nullable(Type.Number()), after: Nullable(Type.Number()) });

/** One method's fit; `because` says why it cannot be used. */
export const MapProposal = Closed({
  method: OneOf(mapMethods),
  parameters: Nullable(MapParameters),
  because: Nullable(Type.String()),
  parameterCount: Nullable(Type.Integer()),
  logLoss: Nullable(BeforeAfter),
  smoothEce: Nullable(BeforeAfter),
  improvement: Nullable(
    Closed(
      { value: Type.Number(), low: Type.Number(), high: Type.Number() },
      {
        description: 'Held-out log-loss saved, with its 95 % interval',
      },
    ),
  ),
  selected: Type.Boolean(),
  curve: Type.Array(Point, {
    description: 'Points from confidence to calibrated confidence',
  }),
});

export const CalibrationFit = Closed({
  modelVersionId: Uuid,
  source: CalibrationSource,
  validationSetId: Nullable(Uuid),
  from: Nullable(Time),
  before: Nullable(Time),
  slice: Nullable(Slice),
  labels: LabelCounts,
  selected: Nullable(OneOf(mapMethods)),
  sentence: Type.String({ description: 'What the comparison says: which method is better, or that none is' }),
  proposals: Type.Array(MapProposal),
});

export const fitCalibration = endpoint({
  id: 'fitCalibration',
  method: 'POST',
  path: '/v1/use-cases/:useCaseId/calibration-fits',
  access: 'calibration:write',
  summary: 'Fit every calibration method to the labels there are, and say which is better; stores nothing',
  params: Closed({ useCaseId: Uuid }),
  body: Closed(looking),
  answer: CalibrationFit,
  status: 200,
  refusals: ['labels.bad-window', 'labels.bad-slice', 'calibration.bad-source', 'calibration.no-labels'],
});

export const CalibrationMap = Closed({
  calibrationMapId: Uuid,
  useCaseId: Uuid,
  number: Type.Integer(),
  modelVersionId: Uuid,
  model: Type.String({ description: 'Name of the model version' }),
  slice: Nullable(Slice),
  method: OneOf(mapMethods),
  parameters: MapParameters,
  source: CalibrationSource,
  validationSetId: Nullable(Uuid),
  from: Nullable(Time),
  before: Nullable(Time),
  n: Type.Integer(),
  nEffective: Type.Number(),
  logLoss: BeforeAfter,
  smoothEce: BeforeAfter,
  improvement: Closed({ value: Type.Number(), low: Type.Number(), high: Type.Number() }),
  curve: Type.Array(Point),
  range: Closed({ low: Type.Number(), high: Type.Number() }),
  note: Type.String(),
  proposedBy: Type.String(),
  proposedAt: Time,
  inForce: Type.Boolean({ description: 'The policy in force names it for its model version' }),
});
export type CalibrationMap = Static<typeof CalibrationMap>;

export const proposeCalibrationMap = endpoint({
  id: 'proposeCalibrationMap',
  method: 'POST',
  path: '/v1/use-cases/:useCaseId/calibration-maps',
  access: 'calibration:write',
  summary: 'Fit again and keep the map of one method; it changes nothing until a policy names its number',
  params: Closed({ useCaseId: Uuid }),
  body: Closed({
    ...looking,
    method: Type.Optional(OneOf(mapMethods, { description: 'Default: the one the fit selects' })),
    note: Type.Optional(Type.String({ maxLength: 2000 })),
  }),
  answer: CalibrationMap,
  status: 201,
  refusals: [
    'labels.bad-window',
    'labels.bad-slice',
    'calibration.bad-source',
    'calibration.no-labels',
    'calibration.nothing-better',
    'calibration.cannot-fit',
  ],
});

export const listCalibrationMaps = endpoint({
  id: 'listCalibrationMaps',
  method: 'GET',
  path: '/v1/use-cases/:useCaseId/calibration-maps',
  access: 'policies:read',
  summary: 'Calibration maps of a use case, newest first',
  params: Closed({ useCaseId: Uuid }),
  query: Closed({
    modelVersionId: Type.Optional(Uuid),
    cursor: Type.Optional(Cursor),
    limit: Type.Optional(Limit),
  }),
  answer: Page(CalibrationMap),
  status: 200,
});

export const getCalibrationMap = endpoint({
  id: 'getCalibrationMap',
  method: 'GET',
  path: '/v1/use-cases/:useCaseId/calibration-maps/:number',
  access: 'policies:read',
  summary: 'One calibration map',
  params: Closed({ useCaseId: Uuid, number: Type.Integer({ minimum: 1 }) }),
  answer: CalibrationMap,
  status: 200,
});

/** What became of one number in the policy when the map was put in. */
export const Retuned = Closed({
  at: Type.String({ description: 'JSON pointer into the document' }),
  threshold: Nullable(Type.String()),
  before: Nullable(Type.Number()),
  after: Nullable(Type.Number()),
  how: OneOf(['same-coverage', 'certificate', 'given', 'kept']),
  sentence: Type.String(),
});

export const draftWithMap = endpoint({
  id: 'draftWithMap',
  method: 'POST',
  path: '/v1/use-cases/:useCaseId/calibration-maps/:number/drafts',
  access: 'policies:write',
  summary: 'Draft a policy that uses a calibration map, its thresholds re-tuned together with it',
  about:
    'By default every threshold releases as much as before: what was compared with the confidence is compared with the calibrated one, at the same place of the ranking. A map of a slice moves the values of that slice alone.',
  params: Closed({ useCaseId: Uuid, number: Type.Integer({ minimum: 1 }) }),
  body: Closed({
    basedOn: Type.Optional(Uuid),
    certificates: Type.Optional(
      Type.Array(Uuid, { maxItems: 20, description: 'Thresholds take the values of these certificates' }),
    ),
    values: Type.Optional(Type.Record(Type.String({ maxLength: 63 }), Type.Number())),
    shadow: Type.Optional(Type.Boolean({ description: 'Start a shadow of the draft at once' })),
    note: Type.Optional(Type.String({ maxLength: 2000 })),
  }),
  answer: Closed({
    draft: PolicyVersion,
    retuned: Type.Array(Retuned),
    shadowId: Nullable(Uuid),
  }),
  status: 201,
  refusals: [
    'calibration.other-parting',
    'calibration.no-policy',
    'calibration.unknown-threshold',
    'certificate.ended',
    'certificate.other-map',
    'policy.other-use-case',
    'shadow.too-many',
    'shadow.invalid-policy',
  ],
});
