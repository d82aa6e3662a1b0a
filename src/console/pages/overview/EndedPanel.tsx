import type { Overview } from '../../../contract/overview.ts';
import { EndedCertificateLine } from '../../parts/EndedCertificateLine.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { plural } from '../../ui/words.ts';

/** What a policy's owner must see at once: a threshold that no longer counts as it is written. */
export function EndedPanel({ overview: { endedCertificates } }: { overview: Overview }) {
  if (endedCertificates.length === 0) return null;
  return (
    <Panel
      title={`${plural(endedCertificates.length, 'certificate')} in use ${endedCertificates.length === 1 ? 'has' : 'have'} ended`}
      hint="The threshold in the policy does not count as it is written, until a version without it is published"
    >
      {endedCertificates.map((one) => (
        <EndedCertificateLine key={one.certificateId} {...one} />
      ))}
    </Panel>
  );
}
