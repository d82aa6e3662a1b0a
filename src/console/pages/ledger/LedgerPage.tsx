import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ledgerQuery } from '../../parts/receipts.ts';
import { Columns } from '../../ui/Columns.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { Page } from '../../ui/Page.tsx';
import { secondWords } from '../../ui/words.ts';
import { CheckpointPanel } from './CheckpointPanel.tsx';
import { LogStats } from './LogStats.tsx';
import { ReactionsPanel } from './ReactionsPanel.tsx';
import { ReconciliationPanel } from './ReconciliationPanel.tsx';
import { SearchPanel } from './SearchPanel.tsx';

const route = getRouteApi('/signed-in/ledger');
/** Checkpoints are signed about once a second while there is traffic. */
const everyMs = 2000;

const duties = {
  integrate: 'New entries do not get their place',
  sign: 'Checkpoints are not signed',
} as const;

/** The log everything is proven by: how large, how fresh, and a place to check any entry of it. */
export default function LedgerPage() {
  const search = route.useSearch();
  const { data: ledger } = useSuspenseQuery({ ...ledgerQuery, refetchInterval: everyMs });
  return (
    <Page
      title="Ledger"
      lead="Every step is an entry in an append-only Merkle tree. Whoever holds a checkpoint can tell if anything before it was changed."
    >
      {ledger.problems.map((problem) => (
        <ErrorPanel
          key={problem.duty}
          title={`${duties[problem.duty]} since ${secondWords(problem.since)}.`}
          detail={problem.problem}
          todo="Nothing is lost: entries wait in the database. An operator has to put this right."
        />
      ))}
      <LogStats ledger={ledger} />
      <SearchPanel search={search} />
      <Columns
        first={<CheckpointPanel ledger={ledger} />}
        second={
          <>
            <ReconciliationPanel ledger={ledger} />
            <ReactionsPanel ledger={ledger} />
          </>
        }
      />
    </Page>
  );
}
