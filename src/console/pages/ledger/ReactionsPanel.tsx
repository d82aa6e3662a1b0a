import { DataTable, type TableColumn } from '../../ui/DataTable.tsx';
import { Mark } from '../../ui/Mark.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { countWords, numberWords } from '../../ui/words.ts';
import type { Ledger } from './ledger-status.ts';

type Reaction = Ledger['reactions'][number];

const columns: readonly TableColumn<Reaction>[] = [
  { name: 'Reaction', show: ({ reaction }) => <code>{reaction}</code> },
  { name: 'Has read', numeric: true, wideOnly: true, show: ({ position }) => numberWords(position) },
  { name: 'Behind', numeric: true, show: ({ behind }) => countWords(behind) },
  {
    name: 'State',
    show: ({ failures, lastProblem }) =>
      failures === 0 ? (
        <Mark tone="released">working</Mark>
      ) : (
        <span title={lastProblem ?? undefined}>
          <Mark tone="refused">failed {failures} times</Mark>
        </span>
      ),
  },
];

/** What follows the log: each reaction reads every entry once, in order. */
export function ReactionsPanel({ ledger: { reactions } }: { ledger: Ledger }) {
  const failing = reactions.filter((reaction) => reaction.failures > 0 && reaction.lastProblem);
  return (
    <Panel title="Reactions" hint="What follows the log, each at its own pace" flush>
      <DataTable
        label="Reactions"
        columns={columns}
        rows={reactions}
        rowKey={({ reaction }) => reaction}
        dense
      />
      {failing.map(({ reaction, lastProblem }) => (
        <p key={reaction} className="soft break" style={{ margin: 0, padding: '0.5rem 1.1rem' }}>
          <code>{reaction}</code>: {lastProblem}
        </p>
      ))}
    </Panel>
  );
}
