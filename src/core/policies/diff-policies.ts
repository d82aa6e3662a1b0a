import { describeRoute } from './describe-route.ts';
import { diffAudit } from './diff/diff-audit.ts';
import { diffCalibration } from './diff/diff-calibration.ts';
import { diffList } from './diff/diff-list.ts';
import { diffOverload } from './diff/diff-overload.ts';
import { diffThresholds } from './diff/diff-thresholds.ts';
import { changed, type PolicyChange } from './diff/policy-change.ts';
import type { PolicyDocument, Rule } from './document.ts';

/**
 * What changed from one policy to another, rule by rule, in sentences a policy owner would use.
 *
 * Rules are told apart by their names; one that is the same but for its name is told as renamed. Of rules that swapped
 * places the fewest are told as moved (all but a longest increasing subsequence), because order decides which rule wins.
 *
 * @example diffPolicies(before, after)
 * // [{ at: '/rules/1', kind: 'changed', sentence: 'Rule "Confident" now applies when confidence >= 0.9 (before: …).' }]
 */
export function diffPolicies(from: PolicyDocument, to: PolicyDocument): readonly PolicyChange[] {
  return [
    ...diffList({
      at: '/rules',
      word: 'Rule',
      from: from.rules,
      to: to.rules,
      describe: describeRule,
      compare: compareRules,
    }),
    ...diffOtherwise(from, to),
    ...diffThresholds(from, to),
    ...diffCalibration(from, to),
    ...diffAudit(from, to),
    ...diffOverload(from, to),
  ];
}

function describeRule({ when, route }: Rule): string {
  return `when ${when}, then ${describeRoute(route)}`;
}

// Routes are compared by their words: two that read alike are alike (describe-route.test.ts holds it to that).
function compareRules(before: Rule, after: Rule): readonly string[] {
  const [was, is] = [describeRoute(before.route), describeRoute(after.route)];
  return [
    ...(before.when === after.when ? [] : [`now applies when ${after.when} (before: ${before.when})`]),
    ...(was === is ? [] : [`now does: ${is} (before: ${was})`]),
  ];
}

function diffOtherwise(from: PolicyDocument, to: PolicyDocument): PolicyChange[] {
  const [was, is] = [describeRoute(from.otherwise), describeRoute(to.otherwise)];
  return was === is ? [] : [changed('/otherwise', `Otherwise it now does: ${is} (before: ${was}).`)];
}
