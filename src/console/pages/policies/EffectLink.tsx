import { PathLink } from '../../parts/PathLink.tsx';
import { paths } from '../../paths.ts';
import type { PolicyVersion } from './policy-version.ts';

export type EffectLinkProps = { version: PolicyVersion; base: PolicyVersion };

/** From what differs in the text to what differs in effect: both versions over the same past. */
export function EffectLink({ version, base }: EffectLinkProps) {
  const { useCaseId, policyVersionId } = version;
  const path = paths.replays({ useCaseId, policyVersionId, baseline: base.policyVersionId });
  return (
    <PathLink path={path}>
      Replay version {version.version} against version {base.version}
    </PathLink>
  );
}
