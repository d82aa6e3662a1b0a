/** `at` is a JSON pointer into the document. An error forbids publishing, a warning only asks for a second look. */
export type PolicyProblem = {
  readonly at: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
};

export function error(at: string, message: string): PolicyProblem {
  return { at, severity: 'error', message };
}

export function warning(at: string, message: string): PolicyProblem {
  return { at, severity: 'warning', message };
}

/** What a policy may lean on beside its use case; whatever is absent is not looked at. */
export type Surroundings = {
  /** Names of the model versions in use. */
  readonly models?: readonly string[];
  /** By model version: what the calibration map that the document names for it can give. */
  readonly calibratedRanges?: Readonly<Record<string, Range>>;
  /** How many people hold each qualification. */
  readonly qualifications?: Readonly<Record<string, number>>;
};

export type Range = { readonly low: number; readonly high: number };
