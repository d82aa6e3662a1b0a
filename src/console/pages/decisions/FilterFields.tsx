import { NativeSelect, TextInput } from '@mantine/core';
import type { ChangeEvent, FocusEvent, KeyboardEvent } from 'react';
import type { Static } from 'typebox';
import type { ModelVersion } from '../../../contract/models.ts';
import type { UseCase } from '../../../contract/use-cases.ts';
import { routeWords } from '../../parts/RouteBadge.tsx';
import { localField } from './local-field.ts';
import { type DecisionSearch, routes } from './read-search.ts';

export type FilterFieldsProps = {
  search: DecisionSearch;
  useCases: readonly Static<typeof UseCase>[];
  models: readonly Static<typeof ModelVersion>[];
  show: (change: Readonly<Record<string, string>>) => void;
};

const any = { value: '', label: 'Any' };

/** One field per filter. A choice takes effect at once, a text when it is left or Enter is pressed. */
export function FilterFields({ search, useCases, models, show }: FilterFieldsProps) {
  const text = (name: keyof DecisionSearch, shown = String(search[name] ?? '')) => ({
    key: `${name} ${shown}`,
    defaultValue: shown,
    onBlur: (event: FocusEvent<HTMLInputElement>) => {
      if (event.currentTarget.value !== shown) show({ [name]: event.currentTarget.value });
    },
    onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => {
      if (event.key === 'Enter') show({ [name]: event.currentTarget.value });
    },
  });
  const choice = (name: keyof DecisionSearch) => ({
    value: String(search[name] ?? ''),
    onChange: (event: ChangeEvent<HTMLSelectElement>) => show({ [name]: event.currentTarget.value }),
  });
  const useCase = useCases.find((one) => one.useCaseId === search.useCaseId);
  const modelChoices = search.useCaseId ? named(models, 'modelVersionId') : ['Choose a use case first'];
  return (
    <>
      <NativeSelect label="Use case" data={named(useCases, 'useCaseId')} {...choice('useCaseId')} />
      <NativeSelect
        label="Route"
        data={[any, ...routes.map((value) => ({ value, label: routeWords[value].words }))]}
        {...choice('route')}
      />
      <NativeSelect
        label="Model version"
        disabled={!search.useCaseId}
        data={modelChoices}
        {...choice('modelVersionId')}
      />
      <TextInput label="Output class" {...text('label')} />
      <TextInput label="Confidence from" inputMode="decimal" placeholder="0" {...text('confidenceFrom')} />
      <TextInput label="Confidence below" inputMode="decimal" placeholder="1" {...text('confidenceBelow')} />
      <TextInput type="datetime-local" label="From" {...text('from', localField(search.from))} />
      <TextInput type="datetime-local" label="Before" {...text('before', localField(search.before))} />
      <NativeSelect
        label="Audit sample"
        data={[any, { value: 'true', label: 'In the sample' }, { value: 'false', label: 'Not in it' }]}
        {...choice('audited')}
      />
      {search.standingApprovalId ? (
        <NativeSelect
          label="Standing approval"
          data={[any, { value: search.standingApprovalId, label: 'Released by this one' }]}
          {...choice('standingApprovalId')}
        />
      ) : null}
      {useCase ? (
        <NativeSelect
          label="Metadata field"
          data={[any, ...useCase.metadataFields.map(({ name }) => name)]}
          {...choice('metadataField')}
        />
      ) : (
        <TextInput label="Metadata field" {...text('metadataField')} />
      )}
      <TextInput label="Metadata value" disabled={!search.metadataField} {...text('metadataValue')} />
    </>
  );
}

function named<K extends string>(items: readonly ({ name: string } & Record<K, string>)[], key: K) {
  return [any, ...items.map((item) => ({ value: item[key], label: item.name }))];
}
