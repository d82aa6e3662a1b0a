import { Button } from '@mantine/core';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useKeys } from '../../keys.ts';
import { Older } from '../../parts/Older.tsx';
import { PathLink } from '../../parts/PathLink.tsx';
import { allUseCasesQuery, modelVersionsQuery } from '../../parts/use-case-queries.ts';
import { paths } from '../../paths.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { KeyHint } from '../../ui/KeyHint.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { DecisionFilters } from './DecisionFilters.tsx';
import { DecisionTable } from './DecisionTable.tsx';
import { decisionsQuery } from './queries.ts';
import { countFilters } from './read-search.ts';
import { stepFocus } from './step-focus.ts';

const route = getRouteApi('/signed-in/decisions');

/** Every decision, newest first, under filters that live in the address. */
export default function DecisionsPage() {
  const search = route.useSearch();
  const router = useRouter();
  const { data } = useSuspenseQuery(decisionsQuery(search));
  const { data: useCases } = useSuspenseQuery(allUseCasesQuery);
  const { data: models } = useQuery({
    ...modelVersionsQuery(search.useCaseId ?? ''),
    enabled: search.useCaseId !== undefined,
  });
  const refresh = () => void router.invalidate();
  useKeys([
    { key: 'j', shown: 'j', label: 'Next decision', run: () => stepFocus(1) },
    { key: 'k', shown: 'k', label: 'Previous decision', run: () => stepFocus(-1) },
    { key: 'r', shown: 'r', label: 'Refresh the list', run: refresh },
  ]);
  return (
    <Page
      title="Decisions"
      lead="What models put out, where the policy sent it, and what became of it. Newest first."
      actions={
        <Button variant="default" rightSection={<KeyHint>r</KeyHint>} aria-keyshortcuts="r" onClick={refresh}>
          Refresh
        </Button>
      }
    >
      <Panel flush>
        <DecisionFilters search={search} useCases={useCases.items} models={models?.items ?? []} />
        {data.items.length > 0 ? (
          <DecisionTable rows={data.items} />
        ) : (
          <NothingHere filtered={countFilters(search) > 0 || search.cursor !== undefined} />
        )}
      </Panel>
      <Older next={data.next} place={search.cursor} newest="Back to the newest" />
    </Page>
  );
}

function NothingHere({ filtered }: { filtered: boolean }) {
  if (!filtered) {
    return (
      <EmptyState icon="decisions" title="No decisions yet">
        As soon as a program submits one, it shows here. The overview has the exact call.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon="search"
      title="No decision matches these filters"
      actions={
        <Button component={PathLink} path={paths.decisions()} variant="default" size="xs">
          Clear all filters
        </Button>
      }
    />
  );
}
