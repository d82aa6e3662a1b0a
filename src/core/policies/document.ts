import type { Tier } from '../reviews/resolve.ts';

// What a policy owner writes: ordered rules, what happens otherwise, and how much of the released is audited.

export const routeKinds = ['release', 'hold', 'release-and-review'] as const;
export type RouteKind = (typeof routeKinds)[number];

/** What becomes of a held decision that nobody judged in time. */
export type Timeout =
  | { readonly action: 'keep-holding' }
  | { readonly action: 'reject' | 'release-and-flag'; readonly afterSeconds: number };

export type HoldRoute = {
  readonly kind: 'hold';
  readonly dueSeconds: number;
  readonly tier?: Tier;
  readonly timeout: Timeout;
};

/** `dueSeconds` is when people should have judged; it orders the queue and changes nothing by itself. */
export type Route =
  | { readonly kind: 'release' }
  | HoldRoute
  | { readonly kind: 'release-and-review'; readonly dueSeconds: number; readonly tier?: Tier };

/** `when` is a CEL condition; the first rule whose condition holds gives the route. */
export type Rule = { readonly name: string; readonly when: string; readonly route: Route };

/** A part of the traffic with an audit rate of its own; the first whose condition holds. */
export type Stratum = { readonly name: string; readonly when: string; readonly rate: number };

export type PolicyDocument = {
  readonly rules: readonly Rule[];
  readonly otherwise: Route;
  readonly audit: {
    readonly rate: number;
    readonly dueSeconds?: number;
    readonly strata?: readonly Stratum[];
  };
};

/** The stratum of everything that no named stratum takes. */
export const restStratum = 'rest';
