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
  if (!fits) return '"audit": each of "strata" needs "name", "when" and "rate".';
  return (
    (value.thresholds === undefined ? null : thresholdsProblem(value.thresholds)) ??
    (value.overload === undefined ? null : overloadProblem(value.overload))
  );
}

const routes = ['release', 'hold', 'release-and-review', 'consensus'];
const timeouts = ['keep-holding', 'escalate', 'reject', 'release-and-flag', 'safe-output'];

function routeProblem(route: unknown): string | null {
  if (!isMap(route)) return 'the route must be an object';
  if (!routes.includes(String(route.kind))) return `the route’s "kind" must be ${either(routes)}`;
  if (route.kind === 'release') return null;
  if (typeof route.dueSeconds !== 'number') return 'the route needs "dueSeconds"';
  if (route.kind === 'release-and-review') return null;
  if (route.kind === 'consensus') {
    const { judgements, meanwhile } = route;
    if (!isMap(judgements) || typeof judgements.least !== 'number' || typeof judgements.most !== 'number')
      return 'the route needs "judgements" with "least" and "most"';
    if (meanwhile !== 'hold' && meanwhile !== 'release') return '"meanwhile" must be hold or release';
  }
  const { timeout } = route;
  if (!isMap(timeout)) return 'the route needs a "timeout"';
  if (!timeouts.includes(String(timeout.action)))
    return `the "action" of the time-out must be ${either(timeouts)}`;
  if (timeout.action === 'keep-holding') return null;
  return typeof timeout.afterSeconds === 'number' ? null : 'the time-out needs "afterSeconds"';
}

function either(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function thresholdsProblem(thresholds: unknown): string | null {
  const fits =
    Array.isArray(thresholds) &&
    thresholds.every((one) => isMap(one) && typeof one.name === 'string' && typeof one.value === 'number');
  return fits ? null : '"thresholds": each needs "name" and "value".';
}

function overloadProblem(overload: unknown): string | null {
  const fits =
    isMap(overload) &&
    Array.isArray(overload.limits) &&
    overload.limits.every(isMap) &&
    Array.isArray(overload.steps) &&
    overload.steps.every((step) => isMap(step) && typeof step.action === 'string') &&
    typeof overload.everySeconds === 'number';
  return fits ? null : '"overload" needs "limits", "steps" with an "action" each, and "everySeconds".';
}

function isNamed(value: unknown): value is Record<string, unknown> & { name: string; when: string } {
  return isMap(value) && typeof value.name === 'string' && typeof value.when === 'string';
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
