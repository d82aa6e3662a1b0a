import { useQuery } from '@tanstack/react-query';
import type { PolicyDocument } from '../../core/policies/document.ts';
import { useMissing } from '../session.ts';
import { Panel } from '../ui/Panel.tsx';
import { certificatesQuery } from './certificate-queries.ts';
import { EndedCertificateLine } from './EndedCertificateLine.tsx';
import { endedCertificates } from './ended-certificates.ts';

export type EndedCertificatesProps = { useCaseId: string; document: PolicyDocument };

/** Says of a policy in force which of its thresholds no longer count as written, and what happens instead. */
export function EndedCertificates({ useCaseId, document }: EndedCertificatesProps) {
  const mayNot = useMissing('policies:read');
  const certified = (document.thresholds ?? []).some((one) => one.certificateId);
  const { data } = useQuery({
    ...certificatesQuery(useCaseId),
    enabled: certified && mayNot === null,
    // A guard may revoke at any time.
    refetchInterval: 10_000,
  });
  const ended = endedCertificates(document, data?.items ?? []);
  if (ended.length === 0) return null;
  return (
    <Panel title="A threshold does not count as it is written" hint="The certificate it stands on has ended">
      {ended.map((one) => (
        <EndedCertificateLine
          key={one.certificateId}
          certificateId={one.certificateId}
          threshold={one.threshold}
          state={one.state === 'revoked' ? 'revoked' : 'expired'}
          endedAt={one.revokedAt ?? one.expiresAt}
          because={one.revokedBecause}
          sentence={one.fallback?.sentence ?? 'What it released is held.'}
        />
      ))}
    </Panel>
  );
}
