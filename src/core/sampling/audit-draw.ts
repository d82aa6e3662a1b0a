// Which decisions people check although no rule asks for it: a keyed-hash draw with a known probability.
//
// The draw is made for every decision, also for those a rule sends to people anyway; then the drawn ones are a uniform
// sample of the whole stream, and what they show does not depend on the policy (statistics.md 2.1).

/** HMAC-SHA-256 under the secret salt, made by the shell; the core has no crypto of its own. */
export type SaltedHmac = (data: string) => Uint8Array;

export type AuditDraw = {
  /** Decisions of one stratum and policy version share one rate; estimates are made of counts per stratum. */
  readonly stratum: string;
  /** Whether the draw hit, whatever the route. */
  readonly audited: boolean;
  /**
   * How likely this decision was to be judged by a person: 1 when a rule routes it to people, else the audit rate.
   * Its inverse is the weight in every estimate, so it is stored with the decision and never changed.
   */
  readonly inclusionProbability: number;
};

/**
 * The decision's place in [0, 1): top 52 bits of HMAC-SHA-256(salt, decision id) over 2^52.
 *
 * 52 bits are exact in a double, so every machine draws the same. The salt is secret: who knows it could pick ids
 * that are never audited. Same id, same answer; that makes the draw repeatable and auditable.
 *
 * @example
 * const place = auditPlace(hmac, '01890a5d-ac96-774b-bcce-b302099a8057'); // e.g. 0.7316…
 */
export function auditPlace(hmac: SaltedHmac, decisionId: string): number {
  const digest = hmac(decisionId);
  if (digest.length < 7) throw new Error(`An HMAC of ${digest.length} bytes is too short for a draw.`);
  let bits = 0;
  for (let index = 0; index < 6; index += 1) bits = bits * 256 + (digest[index] ?? 0);
  return (bits * 16 + ((digest[6] ?? 0) >> 4)) / 2 ** 52;
}

/**
 * Turns the place into the draw: strictly below the rate, so rate 0 takes none and rate 1 takes all.
 *
 * One place serves all rates: raising a rate keeps everything that was drawn before and only adds.
 *
 * @example drawAudit({ place: 0.03, rate: 0.05, stratum: 'all', routed: false })
 * // { stratum: 'all', audited: true, inclusionProbability: 0.05 }
 */
export function drawAudit(input: {
  readonly place: number;
  readonly rate: number;
  readonly stratum: string;
  /** A rule sends it to people anyway: held, or reviewed after release. */
  readonly routed: boolean;
}): AuditDraw {
  return {
    stratum: input.stratum,
    audited: input.place < input.rate,
    inclusionProbability: input.routed ? 1 : input.rate,
  };
}
