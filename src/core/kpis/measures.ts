// What is counted per minute and use case. The roll-up folds ledger entries into these; screens read nothing else.
// Only counts are kept, because counts can be added up over minutes, use cases and processes; every share is made of
// two counts at the time it is shown.

/** What a count is split by; `none` has the empty part. */
export const partings = [
  'none',
  'route',
  'stratum',
  'purpose',
  'verdict',
  'state',
  'standing-approval',
] as const;
export type Parting = (typeof partings)[number];

export const countMeasures = {
  decisions: { parts: 'route', about: 'Decisions recorded, by the route the policy gave them.' },
  shadowed: {
    parts: 'none',
    about: 'Decisions of model versions in shadow: recorded beside the others, and counted in nothing else.',
  },
  'failed-closed': {
    parts: 'none',
    about: 'Decisions held because the policy could not be evaluated for them.',
  },
  settlements: {
    parts: 'state',
    about: 'Decisions whose state people or a time-out changed, by the new state.',
  },
  'tasks-opened': { parts: 'purpose', about: 'Tasks opened, by purpose.' },
  'tasks-ended': {
    parts: 'purpose',
    about: 'Tasks resolved or cancelled. The backlog is opened less ended.',
  },
  verdicts: { parts: 'verdict', about: 'Standing verdicts whose effect has left, by kind.' },
  resolutions: { parts: 'purpose', about: 'Tasks settled by approve, edit or reject, by purpose.' },
  overrides: { parts: 'purpose', about: 'Resolutions that differ from the model, by purpose.' },
  'released-by-approval': {
    parts: 'standing-approval',
    about: 'Decisions a standing approval released although the policy would have held them, by its id.',
  },
  released: {
    parts: 'stratum',
    about: 'Decisions released without review: the population that the audit speaks for.',
  },
  'audit-drawn': { parts: 'stratum', about: 'Of the released, those the audit drew.' },
  'audit-judged': { parts: 'stratum', about: 'Of the drawn, those settled by a person.' },
  'audit-wrong': { parts: 'stratum', about: 'Of the judged, those edited or rejected.' },
} as const satisfies Readonly<Record<string, { parts: Parting; about: string }>>;
export type CountMeasure = keyof typeof countMeasures;

/** Kept as log-bucket histograms. */
export const durationMeasures = {
  'time-to-human': 'From the decision recorded to the first verdict on it.',
  'time-to-outcome': 'From a decision held to its settlement, by people or by time-out.',
  'time-at-task': 'From the claim to the verdict: the work itself.',
} as const;
export type DurationMeasure = keyof typeof durationMeasures;

/** Shares that screens show, each made of two counts. */
export const shares = {
  'release-share': { of: 'released', among: 'decisions' },
  'override-share': { of: 'overrides', among: 'resolutions' },
  'audit-progress': { of: 'audit-judged', among: 'audit-drawn' },
} as const satisfies Readonly<Record<string, { of: CountMeasure; among: CountMeasure }>>;
export type Share = keyof typeof shares;

const minuteMs = 60_000;

/**
 * The minute a moment belongs to, as the ms at which it began; half open, so each moment belongs to one.
 *
 * @example minuteOf(119_999) // 60000
 */
export function minuteOf(atMs: number): number {
  return Math.floor(atMs / minuteMs) * minuteMs;
}
