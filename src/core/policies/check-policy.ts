import type { PolicySubject } from '../use-cases/use-case.ts';
import { type Vocabulary, vocabularyOf } from './conditions/cel-environment.ts';
import { compileCondition } from './conditions/compile-condition.ts';
import { type PolicyDocument, type Route, restStratum } from './document.ts';

/** `at` is a JSON pointer into the document. An error forbids publishing, a warning only asks for a second look. */
export type PolicyProblem = {
  readonly at: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
};

/**
 * Steps that all conditions of a policy may take together for one decision. A step takes about 50 ns, so that the dearest
 * policy that can be published takes about a millisecond; an ordinary one has some hundred steps.
 */
export const mostSteps = 20_000;

/**
 * Everything wrong or doubtful about a policy, each as a sentence that names its rule.
 *
 * Types and ranges of single values are the contract's; here is what takes the use case or the whole document to see.
 *
 * @example checkPolicy(document, subject)
 * // [{ at: '/rules/0/when', severity: 'error', message: 'Rule "Big": metadata.amuont is not a field of …' }]
 */
export function checkPolicy(document: PolicyDocument, subject: PolicySubject): readonly PolicyProblem[] {
  const vocabulary = vocabularyOf(
    subject,
    (document.thresholds ?? []).map(({ name }) => name),
  );
  const strata = document.audit.strata ?? [];
  const parts = [
    ...document.rules.map(({ name, when }, index) => ({
      at: `/rules/${index}`,
      who: `Rule "${name}"`,
      when,
    })),
    ...strata.map(({ name, when }, index) => ({
      at: `/audit/strata/${index}`,
      who: `Stratum "${name}"`,
      when,
    })),
  ];
  const conditions = parts.map((part) => checkCondition(part, vocabulary));
  const steps = conditions.reduce((sum, condition) => sum + condition.steps, 0);
  return [
    ...duplicates('/rules', 'rule', document.rules),
    ...duplicates('/audit/strata', 'stratum', [{ name: restStratum }, ...strata], 1),
    ...conditions.flatMap((condition) => condition.problems),
    ...(steps > mostSteps ? [error('/rules', tooDear(steps))] : []),
    ...document.rules.flatMap((rule, index) =>
      checkRoute(`/rules/${index}/route`, `Rule "${rule.name}"`, rule.route),
    ),
    ...checkRoute('/otherwise', 'Otherwise', document.otherwise),
    ...checkRate('/audit/rate', 'The audit', document.audit.rate),
    ...strata.flatMap(({ name, rate }, index) =>
      checkRate(`/audit/strata/${index}/rate`, `Stratum "${name}"`, rate),
    ),
  ];
}

function error(at: string, message: string): PolicyProblem {
  return { at, severity: 'error', message };
}

function warning(at: string, message: string): PolicyProblem {
  return { at, severity: 'warning', message };
}

// A condition that does not compile has no steps to count; its other problems come first.
function checkCondition(
  { at, who, when }: { readonly at: string; readonly who: string; readonly when: string },
  vocabulary: Vocabulary,
): { readonly steps: number; readonly problems: readonly PolicyProblem[] } {
  const compiled = compileCondition(when, vocabulary);
  if (!compiled.ok)
    return {
      steps: 0,
      problems: compiled.because.map((message) => error(`${at}/when`, `${who}: ${message}`)),
    };
  const { steps, unguarded } = compiled;
  const problems = unguarded.map((name) =>
    warning(
      `${at}/when`,
      `${who} reads metadata.${name}, which may be missing; such decisions are held, unless the rule asks has(metadata.${name}) first.`,
    ),
  );
  return { steps, problems };
}

// Nodes alone hardly reach the limit; the sentence names what does.
function tooDear(steps: number): string {
  return `The conditions together take up to ${steps} steps for one decision; ${mostSteps} are allowed. Walks over classes and size() cost most.`;
}

// Names tell rules apart in the diff and strata in the audit's estimates. `skipped` items come before the list itself.
function duplicates(
  at: string,
  word: string,
  items: readonly { readonly name: string }[],
  skipped = 0,
): PolicyProblem[] {
  return items.flatMap(({ name }, index) =>
    items.findIndex((item) => item.name === name) === index
      ? []
      : [
          error(
            `${at}/${index - skipped}/name`,
            `There are two of the name "${name}"; give each ${word} its own.`,
          ),
        ],
  );
}

/**
 * Times of a route. The contract has checked documents that come over the wire; those in files and tests come here
 * unchecked, and a time-out of NaN would never fire.
 */
function checkRoute(at: string, who: string, route: Route): PolicyProblem[] {
  if (route.kind === 'release') return [];
  const problems = checkSeconds(`${at}/dueSeconds`, who, route.dueSeconds);
  if (route.kind !== 'hold' || route.timeout.action === 'keep-holding') return problems;
  const { afterSeconds } = route.timeout;
  problems.push(...checkSeconds(`${at}/timeout/afterSeconds`, who, afterSeconds));
  if (afterSeconds < route.dueSeconds)
    problems.push(
      warning(`${at}/timeout/afterSeconds`, `${who} times out before people are due to have judged.`),
    );
  return problems;
}

function checkSeconds(at: string, who: string, seconds: number): PolicyProblem[] {
  return Number.isInteger(seconds) && seconds >= 1
    ? []
    : [error(at, `${who}: give whole seconds, at least one.`)];
}

function checkRate(at: string, who: string, rate: number): PolicyProblem[] {
  if (!(rate >= 0 && rate <= 1)) return [error(at, `${who}: the rate must be a number from 0 to 1.`)];
  // Positivity (statistics.md 2.1): without it nothing can ever be said about the errors of what was released.
  if (rate === 0)
    return [warning(at, `${who} draws nothing at rate 0, so errors among what is released stay unseen.`)];
  return [];
}
