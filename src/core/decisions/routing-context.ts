import { type Backlog, type ModelState, ordinaryContext, type RoutingContext } from '../policies/facts.ts';

// What the route of a decision depended on beside its policy and itself, where that was out of the ordinary. Kept as an
// immutable row under the hash of its text, so that any routing can be repeated exactly and one row serves all decisions
// that were routed in the same circumstances.

export type Circumstances = RoutingContext & {
  /** As the conditions saw it; null where none asks for it. */
  readonly backlog: Backlog | null;
  /** By name, those that are not active; empty where no condition asks for them. */
  readonly modelStates: Readonly<Record<string, ModelState>>;
};

export const ordinaryCircumstances: Circumstances = { ...ordinaryContext, backlog: null, modelStates: {} };

/**
 * Whether nothing is out of the ordinary at a moment: an approval that has expired lets nothing through any more.
 *
 * @example isOrdinary({ ...ordinaryCircumstances, overloadSteps: 1 }, Date.now()) // false
 */
export function isOrdinary(circumstances: Circumstances, atMs: number): boolean {
  const { thresholds, overloadSteps, approvals, backlog, modelStates } = circumstances;
  return (
    overloadSteps === 0 &&
    backlog === null &&
    approvals.every(({ expiresAtMs }) => expiresAtMs <= atMs) &&
    Object.keys(thresholds).length === 0 &&
    Object.keys(modelStates).length === 0
  );
}

/**
 * One text for the same circumstances, whoever writes it: keys in the order of their code units, approvals in theirs,
 * numbers as ECMAScript writes them. Linear in its length, but for the sorting.
 *
 * @example circumstancesText(ordinaryCircumstances)
 * // '{"approvals":[],"backlog":null,"modelStates":[],"overloadSteps":0,"thresholds":[]}'
 */
export function circumstancesText(circumstances: Circumstances): string {
  const { thresholds, overloadSteps, approvals, backlog, modelStates } = circumstances;
  return JSON.stringify({
    approvals: approvals.map(({ standingApprovalId, scope, expiresAtMs }) => ({
      expiresAtMs,
      scope,
      standingApprovalId,
    })),
    backlog: backlog && {
      overdueSeconds: backlog.overdueSeconds,
      tier1: backlog.tier1,
      tier2: backlog.tier2,
    },
    modelStates: sorted(modelStates),
    overloadSteps,
    thresholds: sorted(thresholds),
  });
}

function sorted<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1));
}

/** The circumstances of a text that `circumstancesText` wrote, also after a database has written it its own way. */
export function circumstancesOf(json: unknown): Circumstances {
  const read = json as StoredCircumstances; // only `circumstancesText` writes it
  return {
    ...read,
    modelStates: Object.fromEntries(read.modelStates),
    thresholds: Object.fromEntries(read.thresholds),
  };
}

type StoredCircumstances = Omit<Circumstances, 'modelStates' | 'thresholds'> & {
  readonly modelStates: readonly (readonly [string, ModelState])[];
  readonly thresholds: readonly (readonly [string, number])[];
};

/**
 * The id of circumstances, made of the SHA-256 of their text: a UUID of version 8 (RFC 9562, 5.8), so that the id proves
 * the content and equal ones meet in one row. 122 bits; two that differ will not meet by accident.
 *
 * @example contextIdOf(sha256(Buffer.from(circumstancesText(circumstances))))
 */
export function contextIdOf(sha256: Uint8Array): string {
  const bytes = Uint8Array.from(sha256.subarray(0, 16));
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
