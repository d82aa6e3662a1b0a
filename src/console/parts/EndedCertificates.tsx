import { useQuery } from '@tanstack/react-query';
import type { PolicyDocument } from '../../core/policies/document.ts';
import { paths } from '../paths.ts';
import { useMissing } from '../session.ts';
import { Mark } from '../ui/Mark.tsx';
import { Panel } from '../ui/Panel.tsx';
import { TimeAgo } from '../ui/TimeAgo.tsx';
import { certificatesQuery } from './certificate-queries.ts';
import { certificateStates, revocationWords } from './certificate-words.ts';
import { endedCertificates } from './ended-certificates.ts';
import { PathLink } from './PathLink.tsx';

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
        <p key={one.certificateId}>
          <Mark tone={certificateStates[one.state].tone}>{certificateStates[one.state].words}</Mark>{' '}
          <PathLink path={paths.certificate(one.certificateId)}>{one.threshold}</PathLink>:{' '}
          {one.revokedAt ? (
            <>
              <TimeAgo at={one.revokedAt} />, {one.revokedBecause ? revocationWords[one.revokedBecause] : ''}.{' '}
            </>
          ) : null}
          {one.fallback?.sentence ?? 'What it released is held.'}
        </p>
      ))}
    </Panel>
  );
}
