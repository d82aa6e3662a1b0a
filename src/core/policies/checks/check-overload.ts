import type { PolicySubject } from '../../use-cases/use-case.ts';
import type { Overload, OverloadStep, PolicyDocument } from '../document.ts';
import { isHeld } from '../is-held.ts';
import { checkOutput } from './check-output.ts';
import { checkSeconds } from './check-routes.ts';
import { error, type PolicyProblem, warning } from './problem.ts';

const who = 'The overload contract';

export function checkOverload(document: PolicyDocument, subject: PolicySubject): readonly PolicyProblem[] {
  const { overload } = document;
  if (overload === undefined) return [];
  return [
    ...checkLimits(overload),
    ...checkSeconds('/overload/everySeconds', who, overload.everySeconds),
    ...overload.steps.flatMap((step, index) =>
      checkStep(step, `/overload/steps/${index}`, { document, subject }),
    ),
    ...checkOrder(overload.steps),
  ];
}

function checkLimits({ limits }: Overload): PolicyProblem[] {
  return limits.flatMap(({ tier, backlog, overdueSeconds }, index) => {
    const at = `/overload/limits/${index}`;
    const problems: PolicyProblem[] = [];
    if (limits.findIndex((one) => one.tier === tier) !== index)
      problems.push(error(at, `${who} has two limits for tier ${tier}; put them into one.`));
    if (backlog === undefined && overdueSeconds === undefined)
      problems.push(
        error(at, `${who}: the limit of tier ${tier} limits nothing; give a backlog or a time overdue.`),
      );
    for (const [name, value] of Object.entries({ backlog, overdueSeconds }))
      if (value !== undefined && !(value > 0 && Number.isFinite(value)))
        problems.push(error(`${at}/${name}`, `${who}: a limit must be a number above zero.`));
    return problems;
  });
}

function checkStep(
  step: OverloadStep,
  at: string,
  { document, subject }: { readonly document: PolicyDocument; readonly subject: PolicySubject },
): readonly PolicyProblem[] {
  switch (step.action) {
    case 'set-threshold':
      return checkSet(step, at, document);
    case 'sample-less':
      return checkSampling(step.factor, at, document);
    case 'hold-reviews':
      return routesOf(document).some(
        (route) =>
          route.kind === 'release-and-review' ||
          (route.kind === 'consensus' && route.meanwhile === 'release'),
      )
        ? []
        : [warning(at, `${who} holds what would be reviewed later, but no rule releases for review.`)];
    case 'safe-output':
      return [
        ...checkOutput({ at: `${at}/output`, who, output: step.output }, subject),
        ...(routesOf(document).some(isHeld) ||
        document.overload?.steps.some(({ action }) => action === 'hold-reviews')
          ? []
          : [warning(at, `${who} gives a safe output to what would be held, but no rule holds.`)]),
      ];
    default:
      return step satisfies never;
  }
}

function routesOf({ rules, otherwise }: PolicyDocument) {
  return [...rules.map(({ route }) => route), otherwise];
}

function checkSet(
  { threshold, value }: Extract<OverloadStep, { action: 'set-threshold' }>,
  at: string,
  { thresholds = [] }: PolicyDocument,
): PolicyProblem[] {
  const names = thresholds.map(({ name }) => name);
  const known = names.length === 0 ? 'the policy has none' : `there are ${names.slice(0, 12).join(', ')}`;
  return [
    ...(names.includes(threshold)
      ? []
      : [error(`${at}/threshold`, `${who} sets threshold "${threshold}", which is not known; ${known}.`)]),
    ...(Number.isFinite(value)
      ? []
      : [error(`${at}/value`, `${who}: threshold "${threshold}" must be set to a finite number.`)]),
  ];
}

function checkSampling(factor: number, at: string, { audit }: PolicyDocument): PolicyProblem[] {
  if (!(factor >= 0 && factor <= 1))
    return [error(`${at}/factor`, `${who}: rates are multiplied by a number from 0 to 1.`)];
  if ((audit.floor ?? 0) > 0) return [];
  return [
    warning(at, `${who} samples less, and the audit has no floor; give one, so that errors never go unseen.`),
  ];
}

/** Only the first safe output is ever given. */
function checkOrder(steps: readonly OverloadStep[]): PolicyProblem[] {
  const first = steps.findIndex(({ action }) => action === 'safe-output');
  return steps.flatMap(({ action }, index) =>
    action === 'safe-output' && index > first
      ? [
          warning(
            `/overload/steps/${index}`,
            `${who} has given a safe output by then; this step changes nothing.`,
          ),
        ]
      : [],
  );
}
