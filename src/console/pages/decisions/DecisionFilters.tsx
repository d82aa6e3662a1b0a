import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Static } from 'typebox';
import type { ModelVersion } from '../../../contract/models.ts';
import type { UseCase } from '../../../contract/use-cases.ts';
import { routeWords } from '../../parts/RouteBadge.tsx';
import { useGo } from '../../parts/use-go.ts';
import { paths } from '../../paths.ts';
import classes from './DecisionFilters.module.css';
import { countFilters, type DecisionSearch, readDecisionSearch, routes } from './read-search.ts';
import { StateTabs } from './StateTabs.tsx';

export type DecisionFiltersProps = {
  search: DecisionSearch;
  useCases: readonly Static<typeof UseCase>[];
  models: readonly Static<typeof ModelVersion>[];
};

/** The rarer filters; folded until one of them is set. A field takes effect when it is left or Enter is pressed. */
export function DecisionFilters({ search, useCases, models }: DecisionFiltersProps) {
  const go = useGo();
  const set = countFilters({ ...search, state: undefined });
  const [open, setOpen] = useState(set > 0);
  const show = (change: Readonly<Record<string, string>>) => {
    const wanted = readDecisionSearch({ ...search, cursor: undefined, ...change });
    void go(paths.decisions(wanted), { replace: true, resetScroll: false });
  };
  const field = (name: keyof DecisionSearch) => ({
    key: `${name} ${search[name] ?? ''}`,
    defaultValue: String(search[name] ?? ''),
    onBlur: (event: React.FocusEvent<HTMLInputElement>) => {
      if (event.currentTarget.value !== String(search[name] ?? ''))
        show({ [name]: event.currentTarget.value });
    },
    onKeyDown: (event: React.KeyboardEvent<HTMLInputElement>) => {
      if (event.key === 'Enter') show({ [name]: event.currentTarget.value });
    },
  });
  const choice = (name: keyof DecisionSearch) => ({
    value: String(search[name] ?? ''),
    onChange: (event: React.ChangeEvent<HTMLSelectElement>) => show({ [name]: event.currentTarget.value }),
  });
  const useCase = useCases.find((one) => one.useCaseId === search.useCaseId);
  return (
    <div className={classes.area}>
      <div className={classes.head}>
        <StateTabs search={search} />
        <Button
          variant="default"
          size="compact-sm"
          aria-expanded={open}
          aria-controls="decision-filters"
          onClick={() => setOpen(!open)}
        >
          {set > 0 ? `Filters (${set})` : 'Filters'}
        </Button>
        {set > 0 ? (
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => void go(paths.decisions({ state: search.state }), { replace: true })}
          >
            Clear
          </Button>
        ) : null}
      </div>
      <search className={classes.fields} id="decision-filters" hidden={!open} aria-label="Filter decisions">
        <NativeSelect label="Use case" data={withAny(useCases, 'useCaseId')} {...choice('useCaseId')} />
        <NativeSelect
          label="Route"
          data={[any, ...routes.map((value) => ({ value, label: routeWords[value].words }))]}
          {...choice('route')}
        />
        <NativeSelect
          label="Model version"
          disabled={!search.useCaseId}
          data={search.useCaseId ? withAny(models, 'modelVersionId') : ['Choose a use case first']}
          {...choice('modelVersionId')}
        />
        <TextInput label="Output class" {...field('label')} />
        <TextInput label="Confidence from" inputMode="decimal" placeholder="0" {...field('confidenceFrom')} />
        <TextInput
          label="Confidence below"
          inputMode="decimal"
          placeholder="1"
          {...field('confidenceBelow')}
        />
        <TimeField label="From" {...timeField(search.from, (from) => show({ from }))} />
        <TimeField label="Before" {...timeField(search.before, (before) => show({ before }))} />
        <NativeSelect
          label="Audit sample"
          data={[any, { value: 'true', label: 'In the sample' }, { value: 'false', label: 'Not in it' }]}
          {...choice('audited')}
        />
        {useCase ? (
          <NativeSelect
            label="Metadata field"
            data={[any, ...useCase.metadataFields.map(({ name }) => name)]}
            {...choice('metadataField')}
          />
        ) : (
          <TextInput label="Metadata field" {...field('metadataField')} />
        )}
        <TextInput label="Metadata value" disabled={!search.metadataField} {...field('metadataValue')} />
      </search>
    </div>
  );
}

const any = { value: '', label: 'Any' };

function withAny<K extends string>(items: readonly ({ name: string } & Record<K, string>)[], key: K) {
  return [any, ...items.map((item) => ({ value: item[key], label: item.name }))];
}

type TimeFieldProps = { label: string; value: string; onChange: (value: string) => void };

function TimeField({ label, value, onChange }: TimeFieldProps) {
  return (
    <TextInput
      type="datetime-local"
      label={label}
      key={value}
      defaultValue={value}
      onBlur={(event) => event.currentTarget.value !== value && onChange(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Enter' && onChange(event.currentTarget.value)}
    />
  );
}

/** The browser's date field speaks local time; the address and the API speak UTC. */
function timeField(at: string | undefined, change: (value: string) => void) {
  const local = at ? new Date(Date.parse(at) - new Date(at).getTimezoneOffset() * 60_000) : null;
  return { value: local ? local.toISOString().slice(0, 16) : '', onChange: change };
}
