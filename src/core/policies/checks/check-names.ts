import type { PolicyDocument } from '../document.ts';
import { restStratum } from '../document.ts';
import { error, type PolicyProblem } from './problem.ts';

/** Names tell rules apart in the diff, strata in the audit's estimates, and thresholds in conditions. */
export function checkNames({ rules, audit, thresholds = [] }: PolicyDocument): readonly PolicyProblem[] {
  return [
    ...duplicates('/rules', 'rule', rules),
    ...duplicates('/audit/strata', 'stratum', [{ name: restStratum }, ...(audit.strata ?? [])], 1),
    ...duplicates('/thresholds', 'threshold', thresholds),
  ];
}

// `skipped` items come before the list itself.
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
