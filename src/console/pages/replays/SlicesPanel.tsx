import type { ReplayResult } from '../../../contract/replays.ts';
import { sliceWords } from '../../parts/slice-words.ts';
import { Breakable } from '../../ui/Breakable.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { numberWords } from '../../ui/words.ts';
import { changeWords, errorsWords, intervalWords } from './replay-words.ts';

/** The same by slice: what is small over all may be large in one part. */
export function SlicesPanel({ slices, sliceBy }: { slices: ReplayResult['slices']; sliceBy: string }) {
  return (
    <Panel title={`By ${sliceWords(sliceBy)}`} hint="What is small over all may be large in one part" flush>
      <DataTable
        label="By slice"
        maxHeight="28rem"
        rows={slices}
        rowKey={(row) => row.slice ?? '—'}
        columns={[
          { name: 'Slice', show: (row) => <Breakable text={row.slice ?? 'no value'} /> },
          { name: 'Decisions', numeric: true, show: (row) => numberWords(row.decisions) },
          { name: 'Move', numeric: true, show: (row) => numberWords(row.moved) },
          {
            name: 'Held',
            numeric: true,
            show: (row) =>
              `${numberWords(row.draft.held)} (${changeWords(row.baseline.held, row.draft.held)})`,
          },
          { name: 'Errors avoided', numeric: true, wideOnly: true, show: (row) => withInterval(row.avoided) },
          { name: 'New errors', numeric: true, wideOnly: true, show: (row) => withInterval(row.added) },
        ]}
      />
    </Panel>
  );
}

function withInterval(errors: ReplayResult['total']['avoided']): string {
  const interval = intervalWords(errors);
  return interval ? `${errorsWords(errors)} (${interval})` : errorsWords(errors);
}
