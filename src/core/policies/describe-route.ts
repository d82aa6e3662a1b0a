import type { Route, Timeout } from './document.ts';

/**
 * A route in words, to be put after "then".
 *
 * @example describeRoute({ kind: 'release-and-review', dueSeconds: 7200 }) // 'release, and review within 2 hours'
 */
export function describeRoute(route: Route): string {
  switch (route.kind) {
    case 'release':
      return 'release';
    case 'hold':
      return `hold for ${people(route.tier)} within ${describeSeconds(route.dueSeconds)}, ${describeTimeout(route.timeout)}`;
    case 'consensus':
      return `${route.meanwhile}, and have ${route.judgements.least} to ${route.judgements.most} ${people(route.tier)} agree within ${describeSeconds(route.dueSeconds)}`;
    case 'release-and-review':
      return `release, and review${route.tier === 2 ? ' by experts' : ''} within ${describeSeconds(route.dueSeconds)}`;
  }
}

function people(tier: 1 | 2 | undefined): string {
  return tier === 2 ? 'experts' : 'people';
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
      return `else give the safe output after ${describeSeconds(timeout.afterSeconds)}`;
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
