import { Button } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { PathLink } from '../../parts/PathLink.tsx';
import { policyVersionsQuery } from '../../parts/policy-queries.ts';
import { UseCasePicker } from '../../parts/UseCasePicker.tsx';
import { allUseCasesQuery, modelVersionsQuery, oneUseCaseQuery } from '../../parts/use-case-queries.ts';
import { paths } from '../../paths.ts';
import { Breakable } from '../../ui/Breakable.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Mark } from '../../ui/Mark.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeAgo } from '../../ui/TimeAgo.tsx';
import { shadowsQuery } from './queries.ts';
import { StartShadowPanel } from './StartShadowPanel.tsx';
import { stateWords, whatRuns } from './shadow-words.ts';

const route = getRouteApi('/signed-in/shadows');

/** What runs beside the live policy and only records what it would have done. */
export default function ShadowsPage() {
  const search = route.useSearch();
  const { data: useCases } = useSuspenseQuery(allUseCasesQuery);
  const chosen = useCases.items.find((one) => one.useCaseId === search.useCaseId) ?? useCases.items[0];
  return (
    <Page
      title="Shadows"
      lead="A threshold, a policy or a model version beside the live one: it records what it would have done, and decides nothing."
      actions={
        chosen ? (
          <UseCasePicker
            useCases={useCases.items}
            chosen={chosen.useCaseId}
            path={(useCaseId) => paths.shadows({ useCaseId })}
          />
        ) : null
      }
    >
      {chosen ? (
        <OfUseCase key={chosen.useCaseId} useCaseId={chosen.useCaseId} />
      ) : (
        <Panel>
          <EmptyState
            icon="shadows"
            title="There is nothing to run beside yet."
            actions={
              <Button component={PathLink} path={paths.allUseCases()}>
                Create a use case
              </Button>
            }
          >
            A shadow needs live decisions to be compared with.
          </EmptyState>
        </Panel>
      )}
    </Page>
  );
}

function OfUseCase({ useCaseId }: { useCaseId: string }) {
  const { policyVersionId, threshold, value } = route.useSearch();
  const { data: useCase } = useSuspenseQuery(oneUseCaseQuery(useCaseId));
  const { data: models } = useSuspenseQuery(modelVersionsQuery(useCaseId));
  const { data: versions } = useSuspenseQuery(policyVersionsQuery(useCaseId));
  const { data: shadows } = useSuspenseQuery(shadowsQuery(useCaseId));
  return (
    <>
      <StartShadowPanel
        useCase={useCase}
        models={models.items}
        versions={versions.items}
        policyVersionId={policyVersionId}
        threshold={threshold}
        value={value}
      />
      {shadows.items.length === 0 ? (
        <Panel>
          <EmptyState icon="shadows" title="Nothing has run beside yet.">
            Try a stricter threshold or a draft on live traffic before it decides anything: every decision is
            also routed by the shadow, and where the two differ is counted and shown.
          </EmptyState>
        </Panel>
      ) : (
        <Panel title="Shadows" hint="Newest first; what they recorded stays" flush>
          <DataTable
            label="Shadows"
            rows={shadows.items}
            rowKey={(one) => one.shadowId}
            columns={[
              {
                name: 'Name',
                show: (one) => <PathLink path={paths.shadow(one.shadowId)}>{one.name}</PathLink>,
              },
              { name: 'Runs', below: true, show: (one) => <Breakable text={whatRuns(one)} /> },
              {
                name: 'State',
                show: ({ endedAt, state }) => (
                  <Mark tone={endedAt ? 'neutral' : 'changed'}>{stateWords[state]}</Mark>
                ),
              },
              { name: 'Since', show: (one) => <TimeAgo at={one.startedAt} /> },
            ]}
          />
        </Panel>
      )}
    </>
  );
}
