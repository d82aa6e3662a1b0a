import type { PolicyDocument, RouteKind } from './document.ts';

export type ReasonCode = 'policy.rule' | 'policy.otherwise' | 'policy.cannot-evaluate';

/** Why a decision got its route: a stable code and a sentence. */
export type Reason = { readonly code: ReasonCode; readonly sentence: string };

/** What is recorded of a routing; `failure` is the sentence of a policy that could not be evaluated. */
export type RecordedRouting = {
  readonly ruleIndex: number | null;
  readonly failure: string | null;
  readonly routeKind: RouteKind;
};

const doing: Readonly<Record<RouteKind, string>> = {
  release: 'releases it',
  hold: 'holds it for people',
  'release-and-review': 'releases it for review',
  consensus: 'asks several people to agree on it',
  shadow: 'only records it',
};

/**
 * The reasons of a routing, made of its record and the policy's document alone.
 *
 * The answer to the caller and a page opened months later are made by this one function, so they say the same.
 *
 * @example reasonsFor(document, { ruleIndex: 1, failure: null, routeKind: 'release' })
 * // [{ code: 'policy.rule', sentence: 'Rule 2 "Confident enough" releases it.' }]
 */
export function reasonsFor(
  { rules }: PolicyDocument,
  { ruleIndex, failure, routeKind }: RecordedRouting,
): readonly Reason[] {
  if (failure !== null) return [{ code: 'policy.cannot-evaluate', sentence: failure }];
  const rule = ruleIndex === null ? undefined : rules[ruleIndex];
  if (ruleIndex === null || rule === undefined)
    return [
      { code: 'policy.otherwise', sentence: `No rule applies; otherwise the policy ${doing[routeKind]}.` },
    ];
  return [{ code: 'policy.rule', sentence: `Rule ${ruleIndex + 1} "${rule.name}" ${doing[routeKind]}.` }];
}
