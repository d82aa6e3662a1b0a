import type { Overview } from '../../contract/overview.ts';
import { paths } from '../paths.ts';
import { useMissing } from '../session.ts';
import { Mark } from '../ui/Mark.tsx';
import { TimeAgo } from '../ui/TimeAgo.tsx';
import { certificateStates, revocationWords } from './certificate-words.ts';
import { PathLink } from './PathLink.tsx';

export type EndedCertificateLineProps = Pick<
  Overview['endedCertificates'][number],
  'certificateId' | 'threshold' | 'state' | 'endedAt' | 'because' | 'sentence'
> & {
  /** Where certificates of several use cases stand together. */
  useCaseName?: string;
};

/** A certificate that a policy in force stands on and that has ended: since when, why, and what counts instead. */
export function EndedCertificateLine(props: EndedCertificateLineProps) {
  const { certificateId, threshold, state, endedAt, because, sentence, useCaseName } = props;
  const { tone, words } = certificateStates[state];
  const mayNot = useMissing('policies:read');
  const name = useCaseName ? `${useCaseName}: ${threshold}` : threshold;
  return (
    <p>
      <Mark tone={tone}>{words}</Mark>{' '}
      {mayNot === null ? <PathLink path={paths.certificate(certificateId)}>{name}</PathLink> : name},{' '}
      <TimeAgo at={endedAt} />
      {because ? `, ${revocationWords[because]}` : ''}. {sentence}
    </p>
  );
}
