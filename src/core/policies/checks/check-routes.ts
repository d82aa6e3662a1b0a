import type { PolicySubject } from '../../use-cases/use-case.ts';
import type { ConsensusRoute, People, PolicyDocument, Route, Timeout } from '../document.ts';
import { checkOutput } from './check-output.ts';
import { error, type PolicyProblem, type Surroundings, warning } from './problem.ts';

type With = { readonly subject: PolicySubject; readonly around: Surroundings };
type Where = { readonly at: string; readonly who: string };

/**
 * What is wrong with the routes of rules and of otherwise. The contract has checked documents that come over the wire;
 * those in files and tests come here unchecked, and a time-out of NaN would never fire.
 */
export function checkRoutes({ rules, otherwise }: PolicyDocument, beside: With): readonly PolicyProblem[] {
  return [
    ...rules.flatMap(({ name, route }, index) =>
      checkRoute({ at: `/rules/${index}/route`, who: `Rule "${name}"` }, route, beside),
    ),
    ...checkRoute({ at: '/otherwise', who: 'Otherwise' }, otherwise, beside),
  ];
}

function checkRoute(where: Where, route: Route, beside: With): readonly PolicyProblem[] {
  switch (route.kind) {
    case 'release':
      return [];
    case 'release-and-review':
      return checkPeople(where, route, beside);
    case 'hold':
      return [...checkPeople(where, route, beside), ...checkTimeout(where, route, beside)];
    case 'consensus':
      return [
        ...checkPeople(where, route, beside),
        ...checkJudgements(where, route, beside),
        ...(route.meanwhile === 'hold' ? checkTimeout(where, route, beside) : checkNoTimeout(where, route)),
      ];
    default:
      return route satisfies never;
  }
}

function checkPeople({ at, who }: Where, route: People, { around }: With): PolicyProblem[] {
  const problems = checkSeconds(`${at}/dueSeconds`, who, route.dueSeconds);
  const { qualification } = route;
  if (qualification !== undefined && holders(qualification, around) === 0)
    problems.push(
      warning(
        `${at}/qualification`,
        `${who} asks for "${qualification}", which nobody holds; its tasks would wait for ever.`,
      ),
    );
  return problems;
}

/** Null where it is not known. */
function holders(qualification: string, { qualifications }: Surroundings): number | null {
  if (qualifications === undefined) return null;
  return Object.hasOwn(qualifications, qualification) ? (qualifications[qualification] ?? 0) : 0;
}

function checkTimeout(
  { at, who }: Where,
  { dueSeconds, timeout, tier }: People & { readonly timeout: Timeout },
  { subject }: With,
): PolicyProblem[] {
  if (timeout.action === 'keep-holding') return [];
  const { action, afterSeconds } = timeout;
  const problems = checkSeconds(`${at}/timeout/afterSeconds`, who, afterSeconds);
  if (afterSeconds < dueSeconds)
    problems.push(
      warning(`${at}/timeout/afterSeconds`, `${who} times out before people are due to have judged.`),
    );
  if (action === 'escalate' && tier === 2)
    problems.push(
      warning(`${at}/timeout/action`, `${who} asks experts already; to escalate changes nothing.`),
    );
  if (timeout.action === 'safe-output')
    problems.push(...checkOutput({ at: `${at}/timeout/output`, who, output: timeout.output }, subject));
  return problems;
}

function checkNoTimeout({ at, who }: Where, { timeout }: ConsensusRoute): PolicyProblem[] {
  if (timeout.action === 'keep-holding') return [];
  return [
    warning(`${at}/timeout`, `${who} releases meanwhile, so there is nothing for its time-out to let go.`),
  ];
}

function checkJudgements({ at, who }: Where, route: ConsensusRoute, { around }: With): PolicyProblem[] {
  const { least, most } = route.judgements;
  const place = `${at}/judgements`;
  if (!(Number.isInteger(least) && Number.isInteger(most) && least >= 1))
    return [error(place, `${who}: give whole numbers of judgements, at least one.`)];
  if (least > most)
    return [
      error(place, `${who} asks for at least ${least} judgements and at most ${most}; no number is both.`),
    ];
  const problems: PolicyProblem[] = [];
  if (most === 1)
    problems.push(
      warning(place, `${who} asks for one judgement, which agrees with itself; a hold says the same.`),
    );
  if (most % 2 === 0)
    problems.push(
      warning(
        place,
        `${who} asks up to ${most} people, who can be of two minds in equal numbers; an expert decides then. An odd number leaves less to experts.`,
      ),
    );
  const able = route.qualification === undefined ? null : holders(route.qualification, around);
  if (able !== null && able > 0 && able < most)
    problems.push(
      warning(
        place,
        `${who} asks up to ${most} people who hold "${route.qualification}"; there ${able === 1 ? 'is' : 'are'} ${able}.`,
      ),
    );
  return problems;
}

export function checkSeconds(at: string, who: string, seconds: number): PolicyProblem[] {
  return Number.isInteger(seconds) && seconds >= 1
    ? []
    : [error(at, `${who}: give whole seconds, at least one.`)];
}
