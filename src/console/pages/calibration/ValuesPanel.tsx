import type { Reliability } from '../../../contract/calibration.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { numberWords, percentWords } from '../../ui/words.ts';

/** By distinct confidence where there are few of them, else by tenths: the most honest picture there is. */
export function ValuesPanel({ report }: { report: Reliability }) {
  const few = report.distinctValues <= report.values.length;
  return (
    <Panel
      title={few ? 'By distinct confidence' : 'By confidence'}
      hint={
        few
          ? 'Models that write their confidence down use few numbers; here is each of them'
          : `Tenths of the labels; there are ${numberWords(report.distinctValues)} distinct values`
      }
      flush
    >
      {few ? (
        <DataTable
          label="By distinct confidence"
          maxHeight="24rem"
          rows={report.values}
          rowKey={(row) => String(row.confidence)}
          columns={[
            { name: 'Confidence', numeric: true, show: (row) => row.confidence },
            { name: 'Labels', numeric: true, show: (row) => numberWords(row.n) },
            { name: 'Right', numeric: true, show: (row) => percentWords(row.accuracy) },
            {
              name: '95 % interval',
              numeric: true,
              show: (row) => `${percentWords(row.low)} to ${percentWords(row.high)}`,
            },
          ]}
        />
      ) : (
        <DataTable
          label="By confidence"
          rows={report.gapByDecile}
          rowKey={(row) => String(row.from)}
          columns={[
            { name: 'Confidence', show: (row) => `${row.from.toFixed(3)} to ${row.to.toFixed(3)}` },
            { name: 'Labels', numeric: true, show: (row) => numberWords(row.n) },
            {
              name: 'Mean confidence',
              numeric: true,
              wideOnly: true,
              show: (row) => percentWords(row.confidence),
            },
            { name: 'Right', numeric: true, show: (row) => percentWords(row.accuracy) },
          ]}
        />
      )}
    </Panel>
  );
}
