import type { PolicyDocument } from '../../../core/policies/document.ts';

export type Reading = { ok: true; document: PolicyDocument } | { ok: false; because: string };

/**
 * Reads a policy typed as JSON, as far as the form must be able to show it; whether its conditions mean anything, the
 * server says.
 */
export function readDocument(text: string): Reading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return no(`This is not JSON yet: ${error instanceof Error ? error.message : 'unreadable'}.`);
  }
  const because = problemOf(value);
  return because ? no(because) : { ok: true, document: value as PolicyDocument }; // just checked part by part
}

function no(because: string): Reading {
  return { ok: false, because };
}

function problemOf(value: unknown): string | null {
  if (!isMap(value)) return 'A policy is an object with rules, otherwise and audit.';
  const { rules, otherwise, audit } = value;
  if (!Array.isArray(rules)) return '"rules" must be a list.';
  const bad = rules.findIndex((rule) => !isNamed(rule) || routeProblem(rule.route) !== null);
  if (bad >= 0) {
    const rule: unknown = rules[bad];
    const because = isNamed(rule) ? routeProblem(rule.route) : 'it needs "name", "when" and "route"';
    return `Rule ${bad + 1}: ${because}.`;
  }
  const because = routeProblem(otherwise);
  if (because) return `"otherwise": ${because}.`;
  if (!isMap(audit) || typeof audit.rate !== 'number') return '"audit" needs a "rate".';
  const { strata = [] } = audit;
  const fits = Array.isArray(strata) && strata.every((one) => isNamed(one) && typeof one.rate === 'number');
  return fits ? null : '"audit": each of "strata" needs "name", "when" and "rate".';
}

function routeProblem(route: unknown): string | null {
  if (!isMap(route)) return 'the route must be an object';
  if (route.kind === 'release') return null;
  if (route.kind !== 'hold' && route.kind !== 'release-and-review')
    return 'the route’s "kind" must be release, hold or release-and-review';
  if (typeof route.dueSeconds !== 'number') return 'the route needs "dueSeconds"';
  if (route.kind === 'release-and-review') return null;
  const { timeout } = route;
  if (!isMap(timeout)) return 'the route needs a "timeout"';
  if (timeout.action === 'keep-holding') return null;
  if (timeout.action !== 'reject' && timeout.action !== 'release-and-flag')
    return 'the "action" of the time-out must be keep-holding, reject or release-and-flag';
  return typeof timeout.afterSeconds === 'number' ? null : 'the time-out needs "afterSeconds"';
}

function isNamed(value: unknown): value is Record<string, unknown> & { name: string; when: string } {
  return isMap(value) && typeof value.name === 'string' && typeof value.when === 'string';
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
