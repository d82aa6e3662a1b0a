import { Panel } from '../../ui/Panel.tsx';
import { Stat } from '../../ui/Stat.tsx';
import { TimeAgo } from '../../ui/TimeAgo.tsx';
import { countWords, durationWords, numberWords, plural } from '../../ui/words.ts';
import classes from './LogStats.module.css';
import type { Ledger } from './ledger-status.ts';

/** Size, freshness and lag in one row. */
export function LogStats({ ledger }: { ledger: Ledger }) {
  const { size, checkpoint, waiting, oldestWaitingSeconds, reconciliation } = ledger;
  return (
    <div className={classes.row}>
      <Panel title="Entries in the log">
        <Stat value={numberWords(size)} size="large" />
      </Panel>
      <Panel title="Latest checkpoint">
        {checkpoint ? (
          <Stat
            value={numberWords(checkpoint.size)}
            unit={checkpoint.size === 1 ? 'entry' : 'entries'}
            size="large"
            about={
              <>
                signed <TimeAgo at={checkpoint.signedAt} />
              </>
            }
          />
        ) : (
          <Stat value="–" size="large" about="The first one comes with the first entry." />
        )}
      </Panel>
      <Panel title="Waiting for their place">
        <Stat
          value={countWords(waiting)}
          unit={waiting === 1 ? 'commit' : 'commits'}
          size="large"
          about={
            oldestWaitingSeconds === null
              ? 'Everything is in.'
              : `the oldest for ${durationWords(oldestWaitingSeconds)}`
          }
        />
      </Panel>
      <Panel title="State and entries agree">
        {reconciliation && (reconciliation.checked > 0 || reconciliation.entriesTo > 0) ? (
          <Stat
            value={
              reconciliation.differences === 0 ? 'Yes' : plural(reconciliation.differences, 'difference')
            }
            size="large"
            about={
              <>
                compared <TimeAgo at={reconciliation.at} />
              </>
            }
          />
        ) : (
          <Stat value="–" size="large" about="Not compared yet." />
        )}
      </Panel>
    </div>
  );
}
