import { PathLink } from '../../../parts/PathLink.tsx';
import { paths } from '../../../paths.ts';
import { DataTable, type TableColumn } from '../../../ui/DataTable.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Mark } from '../../../ui/Mark.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { TimeAgo } from '../../../ui/TimeAgo.tsx';
import { verdictButtons, verdictWords } from '../desk/verdict-words.ts';
import type { MyVerdict } from '../my-verdict.ts';

/** Enough to look over one's last quarter of an hour. */
const mostShown = 20;

const columns: readonly TableColumn<MyVerdict>[] = [
  {
    name: 'Verdict',
    show: (verdict) => (
      <Mark tone={verdict.withdrawn ? 'neutral' : verdictButtons[verdict.kind].tone}>
        {verdict.withdrawn ? 'Taken back' : verdictWords[verdict.kind]}
      </Mark>
    ),
  },
  { name: 'Use case', show: (verdict) => verdict.useCaseName },
  { name: 'When', show: (verdict) => <TimeAgo at={verdict.givenAt} /> },
  {
    name: 'Decision',
    hideName: true,
    show: (verdict) => <PathLink path={paths.decision(verdict.decisionId)}>Open</PathLink>,
  },
];

/** What I judged last, each with the way to its decision. */
export function MyVerdicts({ verdicts }: { verdicts: readonly MyVerdict[] }) {
  return (
    <Panel title="What you did" hint="Your last verdicts, newest first" flush>
      {verdicts.length === 0 ? (
        <EmptyState icon="review" title="No verdict yet.">
          Your first one will be listed here, with what became of it.
        </EmptyState>
      ) : (
        <DataTable
          label="My verdicts"
          columns={columns}
          rows={verdicts.slice(0, mostShown)}
          rowKey={(verdict) => verdict.verdictId}
        />
      )}
    </Panel>
  );
}
