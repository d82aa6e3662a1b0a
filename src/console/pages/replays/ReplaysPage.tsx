import { Button } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { PathLink } from '../../parts/PathLink.tsx';
import { policyVersionsQuery } from '../../parts/policy-queries.ts';
import { UseCasePicker } from '../../parts/UseCasePicker.tsx';
import { allUseCasesQuery, modelVersionsQuery, oneUseCaseQuery } from '../../parts/use-case-queries.ts';
import { paths } from '../../paths.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { replaysQuery } from './queries.ts';
import { ReplayList } from './ReplayList.tsx';
import { StartPanel } from './StartPanel.tsx';
import { SweepPanel } from './SweepPanel.tsx';

const route = getRouteApi('/signed-in/replays');

const lead = 'What a policy would have done to past traffic, before it does anything to the next.';

/** The time machine: replay a policy over the past, or sweep all thresholds of a score at once. */
export default function ReplaysPage() {
  const search = route.useSearch();
  const { data: useCases } = useSuspenseQuery(allUseCasesQuery);
  const chosen = useCases.items.find((one) => one.useCaseId === search.useCaseId) ?? useCases.items[0];
  return (
    <Page
      title="Replays"
      lead={lead}
      actions={
        chosen ? (
          <UseCasePicker
            useCases={useCases.items}
            chosen={chosen.useCaseId}
            path={(useCaseId) => paths.replays({ useCaseId })}
          />
        ) : null
      }
    >
      {chosen ? (
        <OfUseCase key={chosen.useCaseId} useCaseId={chosen.useCaseId} />
      ) : (
        <Panel>
          <EmptyState
            icon="replays"
            title="There is no past yet."
            actions={
              <Button component={PathLink} path={paths.allUseCases()}>
                Create a use case
              </Button>
            }
          >
            A replay needs a use case with decisions and a policy to try on them.
          </EmptyState>
        </Panel>
      )}
    </Page>
  );
}

function OfUseCase({ useCaseId }: { useCaseId: string }) {
  const search = route.useSearch();
  const { data: useCase } = useSuspenseQuery(oneUseCaseQuery(useCaseId));
  const { data: versions } = useSuspenseQuery(policyVersionsQuery(useCaseId));
  const { data: models } = useSuspenseQuery(modelVersionsQuery(useCaseId));
  const { data: replays } = useSuspenseQuery(replaysQuery(useCaseId));
  return (
    <>
      <StartPanel useCase={useCase} versions={versions.items} search={search} />
      {versions.items.length > 0 ? <ReplayList replays={replays.items} /> : null}
      <SweepPanel useCase={useCase} models={models.items} versions={versions.items} search={search} />
    </>
  );
}
