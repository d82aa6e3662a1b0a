// A standing approval: "release decisions like these for two hours".
//
//   in-force ── its time comes ──► expired
//      └─────── revoke ──────────► revoked
//
// Both ends are final. Nothing has to happen for it to expire: whoever asks compares the times, and each decision is
// judged by the moment it is recorded.

/** Longer, and it is a rule that nobody has reviewed as a rule. */
export const longestApprovalMs = 30 * 24 * 60 * 60 * 1000;
/** In force at once in one use case: each is asked for every decision that would be held. */
export const mostApprovals = 20;

export const approvalStates = ['in-force', 'expired', 'revoked'] as const;
export type ApprovalState = (typeof approvalStates)[number];

export type ApprovalTimes = { readonly expiresAtMs: number; readonly revokedAtMs: number | null };

/**
 * The state of an approval at a moment. Half open, as all times: at the instant it expires it is expired.
 *
 * @example approvalStateAt({ expiresAtMs: 1000, revokedAtMs: null }, 1000) // 'expired'
 */
export function approvalStateAt({ expiresAtMs, revokedAtMs }: ApprovalTimes, atMs: number): ApprovalState {
  if (revokedAtMs !== null) return 'revoked';
  return atMs < expiresAtMs ? 'in-force' : 'expired';
}

export type Revocation =
  | { readonly ok: true; readonly change: boolean }
  | { readonly ok: false; readonly because: 'expired' };

/** Complete by type: revoking again changes nothing, and what has expired needs no revoking. */
export const revocations: Readonly<Record<ApprovalState, Revocation>> = {
  'in-force': { ok: true, change: true },
  revoked: { ok: true, change: false },
  expired: { ok: false, because: 'expired' },
};

/**
 * Whether an approval may end when it says, asked when it is issued: it must have an end, in the future, and within
 * thirty days.
 *
 * @example checkExpiry(0, 1000) // 'past'
 */
export function checkExpiry(expiresAtMs: number, atMs: number): 'fine' | 'past' | 'too-long' {
  if (!(expiresAtMs > atMs)) return 'past';
  return expiresAtMs - atMs > longestApprovalMs ? 'too-long' : 'fine';
}
