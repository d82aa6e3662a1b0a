import type { Certificate } from '../../../contract/certificates.ts';
import {
  certificateStates,
  exactShare,
  promiseWords,
  thresholdWords,
} from '../../parts/certificate-words.ts';
import { PathLink } from '../../parts/PathLink.tsx';
import { paths } from '../../paths.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { Mark } from '../../ui/Mark.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeAgo } from '../../ui/TimeAgo.tsx';
import { percentWords } from '../../ui/words.ts';

/** Certificates there are and were, newest first. */
export function CertificateList({ certificates }: { certificates: readonly Certificate[] }) {
  if (certificates.length === 0) {
    return (
      <Panel title="Certificates">
        <p className="soft">
          None has been issued. One that is issued comes into force with a policy whose threshold names it.
        </p>
      </Panel>
    );
  }
  return (
    <Panel title="Certificates" hint="Newest first" flush>
      <DataTable
        label="Certificates"
        rows={certificates}
        rowKey={(one) => one.certificateId}
        columns={[
          {
            name: 'Promise',
            show: (one) => (
              <PathLink path={paths.certificate(one.certificateId)}>
                {one.threshold} ≥ {thresholdWords(one.value)}: at most {exactShare(one.targetError)}{' '}
                {promiseWords[one.promise].of}
              </PathLink>
            ),
          },
          {
            name: 'State',
            show: ({ state }) => (
              <Mark tone={certificateStates[state].tone}>{certificateStates[state].words}</Mark>
            ),
          },
          {
            name: 'Model version',
            wideOnly: true,
            show: (one) => <code className="break">{one.model}</code>,
          },
          { name: 'Released', numeric: true, wideOnly: true, show: (one) => percentWords(one.coverage) },
          { name: 'Issued', show: (one) => <TimeAgo at={one.issuedAt} /> },
          { name: 'Expires', wideOnly: true, show: (one) => <TimeAgo at={one.expiresAt} /> },
        ]}
      />
    </Panel>
  );
}
