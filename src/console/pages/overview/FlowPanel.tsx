import type { Overview } from '../../../contract/overview.ts';
import { DataTable, type TableColumn } from '../../ui/DataTable.tsx';
import { Legend } from '../../ui/Legend.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { type Layer, StackedBars } from '../../ui/StackedBars.tsx';
import { Stat } from '../../ui/Stat.tsx';
import { WithTable } from '../../ui/WithTable.tsx';
import { countWords, plural } from '../../ui/words.ts';
import { groupMinutes, type SeriesColumn } from './group-minutes.ts';
import { spanWords } from './span-words.ts';

const layers: readonly Layer[] = [
  { name: 'Released', tone: 'released' },
  { name: 'Released, reviewed after', tone: 'changed' },
  { name: 'Held for a person', tone: 'waiting' },
];

const tableColumns: readonly TableColumn<SeriesColumn>[] = [
  { name: 'From', show: (column) => column.label },
  { name: 'Released', numeric: true, show: ({ released }) => countWords(released) },
  { name: 'Reviewed after', numeric: true, show: ({ reviewed }) => countWords(reviewed) },
  { name: 'Held', numeric: true, show: ({ held }) => countWords(held) },
  { name: 'Judged by people', numeric: true, show: ({ judged }) => countWords(judged) },
  { name: 'Backlog', numeric: true, show: ({ backlog }) => countWords(backlog) },
];

/** Decisions per minute over the window, split by what the policy did with them. */
export function FlowPanel({ overview, className }: { overview: Overview; className?: string | undefined }) {
  const { minutesEach, columns } = groupMinutes(overview.series);
  const each = minutesEach === 1 ? 'minute' : `${minutesEach} minutes`;
  return (
    <Panel
      title="Decisions"
      className={className}
      hint={`${plural(overview.decisions, 'decision')} in ${spanWords(overview.windowMinutes)}; one column is one ${each}`}
      actions={<Stat value={rateWords(overview.decisionsPerMinute)} unit="per minute" size="large" />}
    >
      <WithTable
        legend={<Legend items={layers} />}
        chart={
          <StackedBars
            label={`Decisions per ${each} by route; the table beside it has the numbers.`}
            layers={layers}
            columns={columns.map((column) => ({
              label: column.label,
              values: [column.released, column.reviewed, column.held],
            }))}
          />
        }
        table={
          <DataTable
            label="Decisions over time"
            columns={tableColumns}
            rows={columns.toReversed()}
            rowKey={(column) => column.label}
            dense
            maxHeight="16rem"
          />
        }
      />
    </Panel>
  );
}

function rateWords(rate: number): string {
  if (rate === 0) return '0';
  return rate >= 100 ? countWords(Math.round(rate)) : rate.toFixed(1);
}
