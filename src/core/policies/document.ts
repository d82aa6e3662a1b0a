import type { Tier } from '../reviews/resolve.ts';
import type { BySlice } from '../use-cases/slice.ts';
import type { MapChoice } from './map-choice.ts';

// What a policy owner writes: one object that says what happens to every decision of a use case.

/** `shadow` is never written in a policy: it is the route of decisions by a model version that only runs beside. */
export const routeKinds = ['release', 'hold', 'release-and-review', 'consensus', 'shadow'] as const;
export type RouteKind = (typeof routeKinds)[number];

/** What becomes of a held decision that nobody judged in time. */
export type Timeout =
  | { readonly action: 'keep-holding' }
  /** `escalate`: experts take it over, once; after that it is kept. */
  | { readonly action: 'reject' | 'release-and-flag' | 'escalate'; readonly afterSeconds: number }
  /** The caller gets `output` in place of the model's. */
  | { readonly action: 'safe-output'; readonly afterSeconds: number; readonly output: unknown };

/** Who judges, and by when; `dueSeconds` orders the queue and changes nothing by itself. */
export type People = {
  readonly dueSeconds: number;
  readonly tier?: Tier;
  /** Only people who hold it may judge. */
  readonly qualification?: string;
  /** Judged without seeing the model's output or anybody's verdict. */
  readonly blind?: boolean;
};

export type HoldRoute = People & { readonly kind: 'hold'; readonly timeout: Timeout };
export type ReviewRoute = People & { readonly kind: 'release-and-review' };

/** Several independent judgements: `least` are asked for, further ones up to `most` while they do not agree. */
export type ConsensusRoute = People & {
  readonly kind: 'consensus';
  readonly meanwhile: 'hold' | 'release';
  readonly judgements: { readonly least: number; readonly most: number };
  /** Of decisions held meanwhile; those released need none. */
  readonly timeout: Timeout;
};

export type Route = { readonly kind: 'release' } | HoldRoute | ReviewRoute | ConsensusRoute;

/** `when` is a CEL condition; the first rule whose condition holds gives the route. */
export type Rule = { readonly name: string; readonly when: string; readonly route: Route };

/** A part of the traffic with an audit rate of its own; the first whose condition holds. */
export type Stratum = { readonly name: string; readonly when: string; readonly rate: number };

/** A number with a name, which conditions read as `thresholds.<name>`. */
export type Threshold = {
  readonly name: string;
  readonly value: number;
  /** Other values for decisions of some slices; all others, and those without the field, go by the general one. */
  readonly bySlice?: BySlice;
  /** The certificate it stands on; when that is revoked, the certificate's fallback takes the value's place. */
  readonly certificateId?: string;
};

/** What happens, in this order, while people are saturated; each step stays while the next is added. */
export type OverloadStep =
  | { readonly action: 'set-threshold'; readonly threshold: string; readonly value: number }
  /** Audit rates times `factor`, never below the audit's floor. */
  | { readonly action: 'sample-less'; readonly factor: number }
  /** What would be released and reviewed later is held instead. */
  | { readonly action: 'hold-reviews' }
  /** What would be held gets this output at once. */
  | { readonly action: 'safe-output'; readonly output: unknown };

export type OverloadLimit = {
  readonly tier: Tier;
  /** Open tasks. */
  readonly backlog?: number;
  /** How long the task due first may be overdue. */
  readonly overdueSeconds?: number;
};

export type Overload = {
  readonly limits: readonly OverloadLimit[];
  readonly steps: readonly OverloadStep[];
  /** Time between two steps, in either direction. */
  readonly everySeconds: number;
};

export type PolicyDocument = {
  readonly rules: readonly Rule[];
  readonly otherwise: Route;
  readonly thresholds?: readonly Threshold[];
  /** By name of the model version: the calibration maps that give its calibrated confidence. */
  readonly calibration?: Readonly<Record<string, MapChoice>>;
  readonly audit: {
    readonly rate: number;
    readonly dueSeconds?: number;
    /** The least rate of any stratum, also under overload. */
    readonly floor?: number;
    readonly strata?: readonly Stratum[];
  };
  readonly overload?: Overload;
};

/** The stratum of everything that no named stratum takes. */
export const restStratum = 'rest';
