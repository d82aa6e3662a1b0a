import { NativeSelect, TextInput, type TextInputProps } from '@mantine/core';
import type { ChangeEvent } from 'react';
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
    shown,
    onGiven: (value: string) => show({ [name]: value }),
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
      <TextFilter label="Output class" {...text('label')} />
      <TextFilter label="Confidence from" inputMode="decimal" placeholder="0" {...text('confidenceFrom')} />
      <TextFilter label="Confidence below" inputMode="decimal" placeholder="1" {...text('confidenceBelow')} />
      <TextFilter type="datetime-local" label="From" {...text('from', localField(search.from))} />
      <TextFilter type="datetime-local" label="Before" {...text('before', localField(search.before))} />
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
        <TextFilter label="Metadata field" {...text('metadataField')} />
      )}
      <TextFilter label="Metadata value" disabled={!search.metadataField} {...text('metadataValue')} />
    </>
  );
}

function named<K extends string>(items: readonly ({ name: string } & Record<K, string>)[], key: K) {
  return [any, ...items.map((item) => ({ value: item[key], label: item.name }))];
}

type TextFilterProps = Pick<TextInputProps, 'label' | 'type' | 'inputMode' | 'placeholder' | 'disabled'> & {
  shown: string;
  onGiven: (value: string) => void;
};

/** Typed freely; what the address says instead replaces it. */
function TextFilter({ shown, onGiven, ...rest }: TextFilterProps) {
  return (
    <TextInput
      key={shown}
      {...rest}
      defaultValue={shown}
      onBlur={(event) => {
        if (event.currentTarget.value !== shown) onGiven(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onGiven(event.currentTarget.value);
      }}
    />
  );
}
