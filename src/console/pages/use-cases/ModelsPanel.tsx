import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import {
  changeModelState,
  type ModelVersion,
  registerModelVersion,
  retireModelVersion,
} from '../../../contract/models.ts';
import { client } from '../../client.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { modelVersionsQuery } from '../../parts/use-case-queries.ts';
import { useMissing } from '../../session.ts';
import { Confirm } from '../../ui/Confirm.tsx';
import { DataTable, type TableColumn } from '../../ui/DataTable.tsx';
import { Mark } from '../../ui/Mark.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { say } from '../../ui/say.ts';
import { TimeAgo } from '../../ui/TimeAgo.tsx';
import classes from './UseCase.module.css';
import type { UseCase } from './use-case.ts';

type Model = Static<typeof ModelVersion>;
export type ModelsPanelProps = { useCase: UseCase; models: readonly Model[] };

/** Model versions that may decide here; a retired one is refused from then on. */
export function ModelsPanel({ useCase, models }: ModelsPanelProps) {
  const [retiring, setRetiring] = useState<Model | null>(null);
  const mayNot = useMissing('models:write');
  const queryClient = useQueryClient();
  const refresh = () =>
    queryClient.invalidateQueries({ queryKey: modelVersionsQuery(useCase.useCaseId).queryKey });
  const retire = useMutation({
    mutationFn: (model: Model) =>
      client.call(retireModelVersion, { params: { modelVersionId: model.modelVersionId } }),
    onSuccess: async () => {
      setRetiring(null);
      await refresh();
    },
  });
  const columns: readonly TableColumn<Model>[] = [
    { name: 'Name', show: (model) => <code className="break">{model.name}</code> },
    {
      name: 'About',
      below: true,
      show: ({ description }) => (description ? <span className="break">{description}</span> : null),
    },
    { name: 'Registered', wideOnly: true, show: (model) => <TimeAgo at={model.registeredAt} /> },
    {
      name: 'State',
      show: (model) =>
        model.retiredAt ? (
          <Mark tone="neutral">retired</Mark>
        ) : (
          <StateChoice model={model} mayNot={mayNot} onDone={refresh} />
        ),
    },
    {
      name: 'Action',
      hideName: true,
      show: (model) =>
        model.retiredAt ? null : (
          <Button
            variant="default"
            size="compact-sm"
            disabled={mayNot !== null}
            title={mayNot ?? undefined}
            onClick={() => setRetiring(model)}
          >
            Retire<span className="unseen"> {model.name}</span>
          </Button>
        ),
    },
  ];
  return (
    <Panel title="Model versions" hint="A decision names the version that made it" flush>
      {models.length > 0 ? (
        <DataTable
          label="Model versions"
          columns={columns}
          rows={models}
          rowKey={(model) => model.modelVersionId}
          maxHeight="22rem"
        />
      ) : null}
      <NewModelForm useCaseId={useCase.useCaseId} mayNot={mayNot} onDone={refresh} />
      <Confirm
        opened={retiring !== null}
        title={`Retire ${retiring?.name ?? ''}?`}
        action="Retire"
        busy={retire.isPending}
        onConfirm={() => retiring && retire.mutate(retiring)}
        onClose={() => setRetiring(null)}
      >
        <p className={classes.lead}>
          From now on its decisions are refused. What it decided before stays, and items that wait for people
          still do.
        </p>
        {retire.error ? <FailurePanel error={retire.error} title="Not retired." /> : null}
      </Confirm>
    </Panel>
  );
}

const states = [
  { value: 'active', label: 'deciding' },
  { value: 'probation', label: 'on probation' },
  { value: 'shadow', label: 'in shadow' },
];

type StateChoiceProps = { model: Model; mayNot: string | null; onDone: () => Promise<void> };

/** On probation, rules may treat it apart; in shadow, what it sends is recorded and nothing else is done. */
function StateChoice({ model, mayNot, onDone }: StateChoiceProps) {
  const change = useMutation({
    mutationFn: (state: Model['state']) =>
      client.call(changeModelState, { params: { modelVersionId: model.modelVersionId }, body: { state } }),
    onSuccess: async ({ name, state }) => {
      say(`${name} is ${states.find((one) => one.value === state)?.label} from the next decision on.`);
      await onDone();
    },
    onError: (error) => say(error.message),
  });
  return (
    <NativeSelect
      size="xs"
      aria-label={`State of ${model.name}`}
      disabled={mayNot !== null || change.isPending}
      title={mayNot ?? undefined}
      value={model.state}
      data={states}
      onChange={(event) => change.mutate(event.currentTarget.value as Model['state'])} // one of the states
    />
  );
}

type NewModelFormProps = { useCaseId: string; mayNot: string | null; onDone: () => Promise<void> };

function NewModelForm({ useCaseId, mayNot, onDone }: NewModelFormProps) {
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const register = useMutation({
    mutationFn: () =>
      client.call(registerModelVersion, { params: { useCaseId }, body: { name, description } }),
    onSuccess: async () => {
      setName('');
      setDescription('');
      await onDone();
    },
  });
  return (
    <form
      className={classes.register}
      onSubmit={(event) => {
        event.preventDefault();
        register.mutate();
      }}
    >
      <TextInput
        label="Register a version"
        placeholder="my-model-2"
        required
        withAsterisk={false}
        maxLength={200}
        disabled={mayNot !== null}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        className={classes.grow ?? ''}
        label="About it"
        maxLength={4000}
        disabled={mayNot !== null}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <Button
        type="submit"
        variant="default"
        loading={register.isPending}
        disabled={mayNot !== null}
        title={mayNot ?? undefined}
      >
        Register
      </Button>
      {register.error ? <FailurePanel error={register.error} title="Not registered." /> : null}
    </form>
  );
}
