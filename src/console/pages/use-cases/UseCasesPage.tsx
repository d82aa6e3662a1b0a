import { Button } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { PathLink } from '../../parts/PathLink.tsx';
import { allUseCasesQuery } from '../../parts/use-case-queries.ts';
import { paths } from '../../paths.ts';
import { useMissing } from '../../session.ts';
import { DataTable, type TableColumn } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Mark, type Tone } from '../../ui/Mark.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { NewUseCaseForm } from './NewUseCaseForm.tsx';
import { outputWords, riskWords, type UseCase } from './use-case.ts';

const riskTones: Readonly<Record<UseCase['riskClass'], Tone>> = {
  minimal: 'neutral',
  limited: 'waiting',
  high: 'refused',
};

const columns: readonly TableColumn<UseCase>[] = [
  {
    name: 'Name',
    show: (useCase) => <PathLink path={paths.oneUseCase(useCase.useCaseId)}>{useCase.name}</PathLink>,
  },
  { name: 'Output', wideOnly: true, show: (useCase) => outputWords[useCase.outputKind].name },
  {
    name: 'Risk',
    show: ({ riskClass }) => <Mark tone={riskTones[riskClass]}>{riskWords[riskClass]}</Mark>,
  },
  { name: 'Owner', wideOnly: true, show: (useCase) => useCase.ownerName },
  { name: 'Slug', wideOnly: true, show: (useCase) => <code>{useCase.slug}</code> },
];

/** The points where models decide. */
export default function UseCasesPage() {
  const { data } = useSuspenseQuery(allUseCasesQuery);
  const mayNot = useMissing('use-cases:write');
  const [creating, setCreating] = useState(false);
  const create = (
    <Button
      leftSection={<Icon name="plus" size={16} />}
      disabled={mayNot !== null}
      title={mayNot ?? undefined}
      onClick={() => setCreating(true)}
    >
      Create a use case
    </Button>
  );
  return (
    <Page
      title="Use cases"
      lead="A use case is one point where a model decides: what comes out, what a mistake costs, who owns it."
      actions={data.items.length > 0 ? create : null}
    >
      {data.items.length > 0 ? (
        <Panel flush>
          <DataTable
            label="Use cases"
            columns={columns}
            rows={data.items}
            rowKey={(useCase) => useCase.useCaseId}
          />
        </Panel>
      ) : (
        <Panel>
          <EmptyState icon="useCases" title="Nothing is decided here yet." actions={create}>
            Begin with one decision your model makes, for example “which team answers this message”. You name
            its classes, register the model, and publish a policy that says which of its decisions people
            should see.
          </EmptyState>
        </Panel>
      )}
      {creating ? <NewUseCaseForm onClose={() => setCreating(false)} /> : null}
    </Page>
  );
}
