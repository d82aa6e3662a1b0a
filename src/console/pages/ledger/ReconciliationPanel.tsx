import { PathLink } from '../../parts/PathLink.tsx';
import { paths } from '../../paths.ts';
import { Panel } from '../../ui/Panel.tsx';
import { TimeAgo } from '../../ui/TimeAgo.tsx';
import { countWords, numberWords, plural } from '../../ui/words.ts';
import type { Ledger } from './ledger-status.ts';

/** Does the database say the same as the log? Compared in both directions, again and again. */
export function ReconciliationPanel({ ledger: { reconciliation } }: { ledger: Ledger }) {
  if (!reconciliation) return null;
  const { at, checked, differences, findings, entriesTo } = reconciliation;
  return (
    <Panel title="Reconciliation" hint="State against entries, in both directions">
      <p style={{ margin: 0 }}>
        {checked === 0 ? (
          <>
            There was nothing to compare <TimeAgo at={at} />.
          </>
        ) : (
          <>
            {differences === 0 ? 'No difference' : plural(differences, 'difference')} in {countWords(checked)}{' '}
            rows and entries compared <TimeAgo at={at} />.
          </>
        )}{' '}
        {entriesTo === 0 ? null : `Everything before entry ${numberWords(entriesTo)} has been looked at.`}
      </p>
      {findings.length > 0 ? (
        <ul>
          {findings.map((finding) => (
            <li key={`${finding.what} ${finding.subjectId}`}>
              {finding.what}{' '}
              <PathLink path={paths.ledger({ about: finding.subjectId })}>
                <code className="break">{finding.subjectId}</code>
              </PathLink>
              : {finding.because}
            </li>
          ))}
        </ul>
      ) : null}
    </Panel>
  );
}
