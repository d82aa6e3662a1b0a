import { Button, NativeSelect } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { PathLink } from '../../parts/PathLink.tsx';
import { allUseCasesQuery } from '../../parts/use-case-queries.ts';
import { useGo } from '../../parts/use-go.ts';
import { paths } from '../../paths.ts';
import { useMissing } from '../../session.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Versions } from './Versions.tsx';

const route = getRouteApi('/signed-in/policies');

/** Which decisions go to people, per use case: what is in force, what is being drafted, what was. */
export default function PoliciesPage() {
  const { useCaseId } = route.useSearch();
  const { data: useCases } = useSuspenseQuery(allUseCasesQuery);
  const go = useGo();
  const mayNot = useMissing('use-cases:write');
  const chosen = useCases.items.find((one) => one.useCaseId === useCaseId) ?? useCases.items[0];
  if (!chosen) {
    return (
      <Page title="Policies">
        <Panel>
          <EmptyState
            icon="policies"
            title="A policy belongs to a use case."
            actions={
              mayNot ? null : (
                <Button
                  component={PathLink}
                  path={paths.allUseCases()}
                  leftSection={<Icon name="plus" size={16} />}
                >
                  Create a use case
                </Button>
              )
            }
          >
            There is none yet. A policy says which of its decisions leave at once and which wait for people.
          </EmptyState>
        </Panel>
      </Page>
    );
  }
  return (
    <Page
      title="Policies"
      lead="Which decisions leave at once, and which wait for people. A published version never changes."
      actions={
        useCases.items.length > 1 ? (
          <NativeSelect
            aria-label="Use case"
            value={chosen.useCaseId}
            onChange={(event) =>
              void go(paths.policies({ useCaseId: event.currentTarget.value }), { replace: true })
            }
            data={useCases.items.map((one) => ({ value: one.useCaseId, label: one.name }))}
          />
        ) : null
      }
    >
      <Versions key={chosen.useCaseId} useCaseId={chosen.useCaseId} useCaseName={chosen.name} />
    </Page>
  );
}
