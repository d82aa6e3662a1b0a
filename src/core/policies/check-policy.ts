import type { PolicySubject } from '../use-cases/use-case.ts';
import { checkAudit } from './checks/check-audit.ts';
import { checkCalibration } from './checks/check-calibration.ts';
import { checkNames } from './checks/check-names.ts';
import { checkOverload } from './checks/check-overload.ts';
import { checkRanges } from './checks/check-ranges.ts';
import { checkReach } from './checks/check-reach.ts';
import { checkRoutes } from './checks/check-routes.ts';
import { checkThresholds } from './checks/check-thresholds.ts';
import { partsOf } from './checks/parts.ts';
import { error, type PolicyProblem, type Surroundings, warning } from './checks/problem.ts';
import { termsOf } from './checks/terms.ts';
import { vocabularyOf } from './conditions/cel-environment.ts';
import type { PolicyDocument } from './document.ts';

/**
 * Everything wrong or doubtful about a policy, each as a sentence that names its rule.
 *
 * Types and ranges of single values are the contract's; here is what takes the use case or the whole document to see, and
 * what takes more than that: model versions in use, what maps can give, qualifications, as far as they are handed in.
 *
 * @example checkPolicy(document, subject, { models: ['intent-2'] })
 * // [{ at: '/rules/0/when', severity: 'error', message: 'Rule "Big": metadata.amuont is not a field of …' }]
 */
export function checkPolicy(
  document: PolicyDocument,
  subject: PolicySubject,
  around: Surroundings = {},
): readonly PolicyProblem[] {
  const names = (document.thresholds ?? []).map(({ name }) => name);
  const { rules, strata, problems } = partsOf(document, vocabularyOf(subject, names));
  const parts = [...rules, ...strata];
  const terms = termsOf(document, subject, around);
  const [ruleReach, strataReach] = [checkReach(rules, terms), checkReach(strata, terms)];
  return [
    ...checkNames(document),
    ...problems,
    ...ruleReach.problems,
    ...strataReach.problems,
    ...checkRanges(document, parts, { terms, around }),
    ...checkCalibration(document, parts, { subject, around }),
    ...checkImpacts(parts, subject),
    ...checkRoutes(document, { subject, around }),
    ...(ruleReach.exhausted ? [] : checkOtherwise(document)),
    ...checkThresholds(document, parts, subject),
    ...checkAudit(document, strataReach.exhausted),
    ...checkOverload(document, subject),
  ];
}

/** The use case refuses them as well; a policy that calculates with them must not rely on that. */
function checkImpacts(
  parts: readonly { readonly at: string; readonly who: string; readonly reads: ReadonlySet<string> }[],
  { classes }: PolicySubject,
): readonly PolicyProblem[] {
  const broken = classes.find(({ impact }) => !(Number.isFinite(impact) && impact >= 0));
  if (broken === undefined) return [];
  return parts
    .filter(({ reads }) => reads.has('expectedImpact'))
    .map(({ at, who }) =>
      error(
        `${at}/when`,
        `${who} reads expectedImpact, but the impact of "${broken.name}" is no number of zero or more.`,
      ),
    );
}

function checkOtherwise({ otherwise }: PolicyDocument): readonly PolicyProblem[] {
  if (otherwise.kind !== 'release') return [];
  return [
    warning(
      '/otherwise',
      'Otherwise releases whatever no rule takes, also what nobody has thought of; hold it, and release by rules.',
    ),
  ];
}
