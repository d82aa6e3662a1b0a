import { describeLimit, describeOverloadStep, describePeople } from '../describe-overload.ts';
import { describeSeconds } from '../describe-route.ts';
import type { Overload, PolicyDocument } from '../document.ts';
import { added, changed, type PolicyChange, removed } from './policy-change.ts';

const who = 'The overload contract';

export function diffOverload(from: PolicyDocument, to: PolicyDocument): readonly PolicyChange[] {
  const [before, after] = [from.overload, to.overload];
  if (before === undefined)
    return after === undefined ? [] : [added('/overload', `${who} was added: ${stepsOf(after).join('; ')}.`)];
  if (after === undefined) return [removed('/overload', `${who} was removed.`)];
  return [
    ...diffLimits(before, after),
    ...diffSteps(stepsOf(before), stepsOf(after)),
    ...diffPace(before, after),
  ];
}

function stepsOf({ steps }: Overload): readonly string[] {
  return steps.map(describeOverloadStep);
}

function diffLimits(before: Overload, after: Overload): readonly PolicyChange[] {
  const gone = before.limits.flatMap((limit, index) =>
    after.limits.some(({ tier }) => tier === limit.tier)
      ? []
      : [removed(`/overload/limits/${index}`, `${who} has no limit for ${describePeople(limit)} any more.`)],
  );
  const rest = after.limits.flatMap((limit, index) => {
    const at = `/overload/limits/${index}`;
    const old = before.limits.find(({ tier }) => tier === limit.tier);
    const is = describeLimit(limit);
    if (old === undefined) return [added(at, `${who} now has a limit for ${describePeople(limit)}: ${is}.`)];
    const was = describeLimit(old);
    return was === is
      ? []
      : [changed(at, `The limit for ${describePeople(limit)} is now: ${is} (before: ${was}).`)];
  });
  return [...gone, ...rest];
}

/** Steps have no names: what comes first and last alike has stayed, and what lies between is compared place by place. */
function diffSteps(before: readonly string[], after: readonly string[]): readonly PolicyChange[] {
  const shorter = Math.min(before.length, after.length);
  const same = (place: number, other: number) => before[place] === after[other];
  let head = 0;
  while (head < shorter && same(head, head)) head += 1;
  let tail = 0;
  while (tail < shorter - head && same(before.length - 1 - tail, after.length - 1 - tail)) tail += 1;
  const [was, is] = [before.slice(head, before.length - tail), after.slice(head, after.length - tail)];
  return Array.from({ length: Math.max(was.length, is.length) }, (_, index) =>
    stepChange(head + index, was[index], is[index]),
  ).filter((change) => change !== null);
}

function stepChange(place: number, was: string | undefined, is: string | undefined): PolicyChange | null {
  const at = `/overload/steps/${place}`;
  if (was === is) return null;
  if (was === undefined) return added(at, `${who} has a new step at place ${place + 1}: ${is}.`);
  if (is === undefined) return removed(at, `${who} lost a step at place ${place + 1}: ${was}.`);
  return changed(at, `Step ${place + 1} of the overload contract is now: ${is} (before: ${was}).`);
}

function diffPace(before: Overload, after: Overload): readonly PolicyChange[] {
  if (before.everySeconds === after.everySeconds) return [];
  const [was, is] = [describeSeconds(before.everySeconds), describeSeconds(after.everySeconds)];
  return [changed('/overload/everySeconds', `${who} now takes a step every ${is} (before: ${was}).`)];
}
