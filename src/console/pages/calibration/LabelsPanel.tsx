import type { Reliability } from '../../../contract/calibration.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { Notes } from '../../ui/Notes.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Stat } from '../../ui/Stat.tsx';
import { Stats } from '../../ui/Stats.tsx';
import { numberWords, percentWords, plural } from '../../ui/words.ts';
import classes from './Calibration.module.css';

type Labels = Reliability['labels'];

/** From how many labels all of this is known, what they speak for, and what is not known. */
export function LabelsPanel({ labels, source }: { labels: Labels; source: Reliability['source'] }) {
  const unknown = labels.unknown.reduce((sum, one) => sum + one.decisions, 0);
  return (
    <Panel title="What is known, and from how many labels">
      <Stats>
        <Stat
          value={numberWords(labels.graded)}
          unit={labels.graded === 1 ? 'label' : 'labels'}
          about={`worth ${numberWords(Math.round(labels.nEffective))} of equal weight`}
        />
        <Stat
          value={numberWords(labels.wrong)}
          unit="wrong"
          about={`${plural(labels.final, 'label')} final, ${numberWords(labels.provisional)} by one person`}
        />
        {source === 'validation' ? null : (
          <>
            <Stat
              value={numberWords(labels.audited)}
              unit="by the audit"
              about={`${numberWords(labels.routed)} sent to people by a rule`}
            />
            <Stat
              value={labels.coverage === null ? '–' : percentWords(labels.coverage)}
              unit="of the decisions"
              about={
                labels.population === null
                  ? 'can be spoken for'
                  : `can be spoken for, of ${numberWords(labels.population)} in this window`
              }
            />
          </>
        )}
      </Stats>
      <Notes notes={labels.notes.map((words) => ({ key: words, words }))} />
      {unknown > 0 ? (
        <>
          <p className={classes.warning}>
            Nothing is known about {plural(unknown, 'decision')}: nobody has judged one of these parts.
          </p>
          <DataTable
            label="Parts of the traffic nothing is known about"
            dense
            maxHeight="14rem"
            rows={labels.unknown}
            rowKey={(row) => `${row.policyVersion} ${row.stratum} ${row.routed}`}
            columns={[
              { name: 'Policy', show: (row) => `version ${row.policyVersion}` },
              { name: 'Stratum', show: (row) => row.stratum },
              { name: 'Sent to people', show: (row) => (row.routed ? 'by a rule' : 'no') },
              { name: 'Decisions', numeric: true, show: (row) => numberWords(row.decisions) },
            ]}
          />
        </>
      ) : null}
    </Panel>
  );
}
