import type { routeKinds } from '../../core/policies/document.ts';
import { Mark, type Tone } from '../ui/Mark.tsx';

export type RouteKind = (typeof routeKinds)[number];

export const routeWords: Readonly<Record<RouteKind, { words: string; tone: Tone; about: string }>> = {
  release: { words: 'Released', tone: 'released', about: 'Released at once' },
  hold: { words: 'Held', tone: 'waiting', about: 'Waits for a person before it is used' },
  'release-and-review': {
    words: 'Released, reviewed after',
    tone: 'changed',
    about: 'Used at once, a person looks at it afterwards',
  },
  consensus: { words: 'Consensus', tone: 'several', about: 'Several people have to agree on it' },
  shadow: { words: 'Shadow', tone: 'changed', about: 'Recorded beside the live model, never used' },
};

/** Which way the policy sent a decision. */
export function RouteBadge({ route }: { route: RouteKind }) {
  const { words, tone, about } = routeWords[route];
  return (
    <Mark tone={tone} shape="route" title={about}>
      {words}
    </Mark>
  );
}
