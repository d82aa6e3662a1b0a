// What a schema cannot say about one decision: numbers that are not numbers, classes nobody declared, ids out of time.

/** Ids carry their time; the partition of a row follows from it, so an id far from now would land in a wrong place. */
export const oldestIdMs = 7 * 24 * 60 * 60 * 1000;
/** Clocks of callers run ahead at times; more than this is a wrong clock or a wrong unit. */
export const furthestIdMs = 5 * 60 * 1000;

export type DecisionProblemCode =
  | 'decision.id-malformed'
  | 'decision.id-too-old'
  | 'decision.id-in-the-future'
  | 'decision.confidence'
  | 'decision.label-missing'
  | 'decision.label-unknown'
  | 'decision.label-unexpected'
  | 'decision.probability'
  | 'decision.probability-class';

export type DecisionProblem = { readonly code: DecisionProblemCode; readonly message: string };

export type CheckedDecision = {
  readonly decisionId: string;
  readonly confidence: number;
  /** The class the model chose; null where the use case has none. */
  readonly label: string | null;
  readonly probabilities: Readonly<Record<string, number>> | null;
};

const none: readonly DecisionProblem[] = [];

/**
 * All problems of one decision, in codes and sentences; the same empty list when there are none.
 *
 * `classes` is null where the output is no class. A confidence is never clamped: 1.02 shows a broken model, and making
 * it 1 would release on it (statistics.md 1.0). Linear in the number of probabilities.
 *
 * @example checkDecision({ decisionId, confidence: Number.NaN, … }, classes, nowMs)
 * // [{ code: 'decision.confidence', message: 'The confidence must be a number from 0 to 1; this one is NaN.' }]
 */
export function checkDecision(
  decision: CheckedDecision,
  classes: ReadonlySet<string> | null,
  nowMs: number,
): readonly DecisionProblem[] {
  const problems = [
    checkId(decision.decisionId, nowMs),
    isFraction(decision.confidence)
      ? null
      : problem(
          'decision.confidence',
          `The confidence must be a number from 0 to 1; this one is ${decision.confidence}.`,
        ),
    checkLabel(decision.label, classes),
    decision.probabilities === null ? null : checkProbabilities(decision.probabilities, classes),
  ].filter((found) => found !== null);
  return problems.length === 0 ? none : problems;
}

// Lower case only: the id is hashed as text for the audit draw, and two spellings would be two draws.
const uuidV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function checkId(decisionId: string, nowMs: number): DecisionProblem | null {
  if (!uuidV7.test(decisionId))
    return problem('decision.id-malformed', 'The id must be a UUID of version 7 in lower case, or left out.');
  const madeAtMs = idTimeMs(decisionId);
  if (madeAtMs < nowMs - oldestIdMs)
    return problem(
      'decision.id-too-old',
      `The id is of ${iso(madeAtMs)}, more than 7 days ago; make a new one.`,
    );
  if (madeAtMs > nowMs + furthestIdMs)
    return problem(
      'decision.id-in-the-future',
      `The id is of ${iso(madeAtMs)}, more than 5 minutes ahead; check the clock.`,
    );
  return null;
}

/** The first 48 bits of a UUIDv7 are milliseconds since 1970 (RFC 9562, 5.7). */
export function idTimeMs(decisionId: string): number {
  return Number.parseInt(decisionId.slice(0, 8) + decisionId.slice(9, 13), 16);
}

function checkLabel(label: string | null, classes: ReadonlySet<string> | null): DecisionProblem | null {
  if (classes === null)
    return label === null
      ? null
      : problem('decision.label-unexpected', 'This use case has no classes; leave the label out.');
  if (label === null)
    return problem('decision.label-missing', 'This use case needs the label of the class the model chose.');
  if (classes.has(label)) return null;
  return problem('decision.label-unknown', `"${label.slice(0, 100)}" is not a class of this use case.`);
}

function checkProbabilities(
  probabilities: Readonly<Record<string, number>>,
  classes: ReadonlySet<string> | null,
): DecisionProblem | null {
  for (const name of Object.keys(probabilities)) {
    const shown = name.slice(0, 100);
    if (classes === null || !classes.has(name))
      return problem(
        'decision.probability-class',
        `There is a probability for "${shown}", which is not a class of this use case.`,
      );
    if (!isFraction(probabilities[name]))
      return problem('decision.probability', `The probability of "${shown}" must be a number from 0 to 1.`);
  }
  return null;
}

// NaN fails both comparisons, infinities fail one.
function isFraction(value: number | undefined): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

function problem(code: DecisionProblemCode, message: string): DecisionProblem {
  return { code, message };
}
