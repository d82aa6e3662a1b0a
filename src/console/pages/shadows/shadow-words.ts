import type { Static } from 'typebox';
import type { Shadow, ShadowSlice } from '../../../contract/shadows.ts';

/** What runs in a shadow, in a few words. */
export function whatRuns({
  kind,
  thresholds,
  policyVersion,
  model,
}: Pick<Shadow, 'kind' | 'thresholds' | 'policyVersion' | 'model'>): string {
  if (kind === 'policy')
    return policyVersion ? `version ${policyVersion.version} of the policy` : 'a policy of its own';
  if (kind === 'model') return `model version ${model}`;
  const values = Object.entries(thresholds ?? {}).map(([name, value]) => `${name} at ${value}`);
  return `threshold ${values.join(', ')}`;
}

export const stateWords: Record<Shadow['state'], string> = {
  running: 'running',
  'being-finished': 'being finished',
  ended: 'ended',
};

/** Share of the decisions that may be used at once: live (`from`), or as the shadow would have it (`to`). */
export function releasedShare(
  { decisions, transitions }: Pick<Static<typeof ShadowSlice>, 'decisions' | 'transitions'>,
  side: 'from' | 'to',
): number {
  const released = transitions.filter((one) => ['release', 'release-and-review'].includes(one[side]));
  return released.reduce((sum, one) => sum + one.decisions, 0) / Math.max(1, decisions);
}
