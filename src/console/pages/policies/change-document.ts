import type { PolicyDocument, Route, Rule, Stratum } from '../../../core/policies/document.ts';

// Every change the editor makes to a draft, as plain functions of the document.

export function changeRule(document: PolicyDocument, index: number, change: Partial<Rule>): PolicyDocument {
  return {
    ...document,
    rules: document.rules.map((rule, at) => (at === index ? { ...rule, ...change } : rule)),
  };
}

/** A new rule goes last; it holds, because a rule that does too much is noticed and one that releases is not. */
export function addRule(document: PolicyDocument): PolicyDocument {
  const rule: Rule = {
    name: freeName('New rule', document.rules),
    when: 'confidence < 0.5',
    route: { kind: 'hold', dueSeconds: 3600, timeout: { action: 'keep-holding' } },
  };
  return { ...document, rules: [...document.rules, rule] };
}

export function copyRule(document: PolicyDocument, index: number): PolicyDocument {
  const rule = document.rules[index];
  if (!rule) return document;
  const copy = { ...rule, name: freeName(rule.name, document.rules) };
  return { ...document, rules: document.rules.toSpliced(index + 1, 0, copy) };
}

export function removeRule(document: PolicyDocument, index: number): PolicyDocument {
  return { ...document, rules: document.rules.toSpliced(index, 1) };
}

/** Where a rule may go; order decides which rule wins. */
export function moveRule(document: PolicyDocument, index: number, by: -1 | 1): PolicyDocument {
  const rule = document.rules[index];
  const to = index + by;
  if (!rule || to < 0 || to >= document.rules.length) return document;
  return { ...document, rules: document.rules.toSpliced(index, 1).toSpliced(to, 0, rule) };
}

export function changeOtherwise(document: PolicyDocument, otherwise: Route): PolicyDocument {
  return { ...document, otherwise };
}

export function changeAudit(
  document: PolicyDocument,
  change: Partial<PolicyDocument['audit']>,
): PolicyDocument {
  return { ...document, audit: { ...document.audit, ...change } };
}

/** No floor is written as none, not as zero. */
export function changeFloor(document: PolicyDocument, floor: number): PolicyDocument {
  const { floor: _, ...audit } = document.audit;
  return { ...document, audit: floor > 0 ? { ...audit, floor } : audit };
}

export function changeStratum(
  document: PolicyDocument,
  index: number,
  change: Partial<Stratum>,
): PolicyDocument {
  const strata = (document.audit.strata ?? []).map((one, at) => (at === index ? { ...one, ...change } : one));
  return changeAudit(document, { strata });
}

export function addStratum(document: PolicyDocument): PolicyDocument {
  const strata = document.audit.strata ?? [];
  const name = freeName('part', strata).replaceAll(' ', '-');
  return changeAudit(document, { strata: [...strata, { name, when: 'confidence < 0.9', rate: 0.2 }] });
}

export function removeStratum(document: PolicyDocument, index: number): PolicyDocument {
  const strata = (document.audit.strata ?? []).toSpliced(index, 1);
  const { strata: _, ...audit } = document.audit;
  return { ...document, audit: strata.length > 0 ? { ...audit, strata } : audit };
}

/**
 * The same route of another kind; times and tier carry over where both kinds have them.
 *
 * @example asKind({ kind: 'release' }, 'release-and-review') // { kind: 'release-and-review', dueSeconds: 3600 }
 */
export function asKind(route: Route, kind: Route['kind']): Route {
  if (kind === 'release') return { kind };
  const dueSeconds = route.kind === 'release' ? 3600 : route.dueSeconds;
  const tier = route.kind !== 'release' && route.tier ? { tier: route.tier } : {};
  if (kind === 'release-and-review') return { kind, dueSeconds, ...tier };
  const timeout =
    route.kind === 'hold' || route.kind === 'consensus'
      ? route.timeout
      : ({ action: 'keep-holding' } as const);
  if (kind === 'hold') return { kind, dueSeconds, ...tier, timeout };
  return { kind, dueSeconds, ...tier, meanwhile: 'hold', judgements: { least: 2, most: 3 }, timeout };
}

/** Names tell rules apart, so a new one gets a name of its own: "New rule", "New rule 2", … */
function freeName(wanted: string, taken: readonly { readonly name: string }[]): string {
  const names = new Set(taken.map((one) => one.name));
  if (!names.has(wanted)) return wanted;
  for (let number = 2; ; number++) if (!names.has(`${wanted} ${number}`)) return `${wanted} ${number}`;
}
