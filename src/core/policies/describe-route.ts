import type { ConsensusRoute, People, Route, Timeout } from './document.ts';

/**
 * A route in words, to be put after "then".
 *
 * Two routes that do different things never read alike: the list of changes relies on it.
 *
 * @example describeRoute({ kind: 'release-and-review', dueSeconds: 7200 }) // 'release, and review within 2 hours'
 */
export function describeRoute(route: Route): string {
  switch (route.kind) {
    case 'release':
      return 'release';
    case 'hold':
      return `hold for ${describeJudges(route)} within ${describeSeconds(route.dueSeconds)}, ${describeTimeout(route.timeout)}`;
    case 'release-and-review':
      return `release, and review${reviewers(route)} within ${describeSeconds(route.dueSeconds)}`;
    case 'consensus':
      return `${route.meanwhile} while ${describeConsensus(route)} within ${describeSeconds(route.dueSeconds)}${afterwards(route)}`;
    default:
      return route satisfies never;
  }
}

/** @example describeJudges({ dueSeconds: 60, tier: 2, blind: true }) // 'experts who do not see the output' */
function describeJudges({ tier, qualification, blind }: People): string {
  const who = tier === 2 ? 'experts' : 'people';
  const able = qualification === undefined ? '' : ` with the qualification "${qualification}"`;
  return `${who}${able}${blind === true ? ' who do not see the output' : ''}`;
}

/** "review by people" says nothing that "review" does not. */
function reviewers(route: People): string {
  const judges = describeJudges(route);
  return judges === 'people' ? '' : ` by ${judges}`;
}

function describeConsensus({ judgements: { least, most }, ...route }: ConsensusRoute): string {
  return `${least === most ? least : `${least} to ${most}`} ${describeJudges(route)} find agreement`;
}

/** What is released meanwhile is held by nobody. */
function afterwards({ meanwhile, timeout }: ConsensusRoute): string {
  return meanwhile === 'release' && timeout.action === 'keep-holding' ? '' : `, ${describeTimeout(timeout)}`;
}

function describeTimeout(timeout: Timeout): string {
  switch (timeout.action) {
    case 'keep-holding':
      return 'and keep holding after that';
    case 'reject':
      return `else reject after ${describeSeconds(timeout.afterSeconds)}`;
    case 'release-and-flag':
      return `else release and flag after ${describeSeconds(timeout.afterSeconds)}`;
    case 'escalate':
      return `else escalate to experts after ${describeSeconds(timeout.afterSeconds)}`;
    case 'safe-output':
      return `else give the safe output ${JSON.stringify(timeout.output)} after ${describeSeconds(timeout.afterSeconds)}`;
    default:
      return timeout satisfies never;
  }
}

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/**
 * Seconds in the largest unit that divides them: exact, so that two different numbers never read the same.
 *
 * @example describeSeconds(5400) // '90 minutes'
 */
export function describeSeconds(seconds: number): string {
  const [unit, size] = units.find(([, length]) => seconds >= length && seconds % length === 0) ?? [
    'second',
    1,
  ];
  const count = seconds / size;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
