import type { Shadow } from '../../../contract/shadows.ts';

/** What runs in a shadow, in a few words. */
export function whatRuns({ kind, thresholds }: Pick<Shadow, 'kind' | 'thresholds'>): string {
  if (kind === 'policy') return 'a whole policy';
  if (kind === 'model') return 'another model version';
  const values = Object.entries(thresholds ?? {}).map(([name, value]) => `${name} at ${value}`);
  return `threshold ${values.join(', ')}`;
}

export const stateWords: Record<Shadow['state'], string> = {
  running: 'running',
  'being-finished': 'being finished',
  ended: 'ended',
};
