import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Static } from 'typebox';
import type { CalibrationMap } from '../../../contract/calibration.ts';
import type { ModelVersion } from '../../../contract/models.ts';
import type { UseCase } from '../../../contract/use-cases.ts';
import type { ValidationSet } from '../../../contract/validation-sets.ts';
import { pastDays } from '../../parts/past-days.ts';
import { useGo } from '../../parts/use-go.ts';
import { paths } from '../../paths.ts';
import { Fields } from '../../ui/Fields.tsx';
import { Panel } from '../../ui/Panel.tsx';
import type { CalibrationSearch, Looking } from './looking.ts';
import { sourceOptions } from './source-options.ts';

export type LookingFieldsProps = {
  useCase: Static<typeof UseCase>;
  models: readonly Static<typeof ModelVersion>[];
  sets: readonly ValidationSet[];
  maps: readonly CalibrationMap[];
  search: CalibrationSearch;
  looking: Looking;
};

/** Which labels are looked at; every choice is in the address. */
export function LookingFields({ useCase, models, sets, maps, search, looking }: LookingFieldsProps) {
  const go = useGo();
  const { useCaseId } = useCase;
  const change = (part: CalibrationSearch) =>
    void go(paths.calibration({ ...search, useCaseId, ...part }), { replace: true, resetScroll: false });
  const own = sets.filter((set) => set.modelVersionId === looking.modelVersionId && !set.removedAt);
  const ownMaps = maps.filter((map) => map.modelVersionId === looking.modelVersionId);
  const imported = looking.source === 'validation';
  return (
    <Panel>
      <Fields>
        <NativeSelect
          label="Model version"
          value={looking.modelVersionId}
          data={models.map((one) => ({
            value: one.modelVersionId,
            label: modelName(one),
          }))}
          onChange={(event) =>
            change({ modelVersionId: event.currentTarget.value, map: undefined, source: 'graded' })
          }
        />
        <NativeSelect
          label="Labels"
          value={imported ? looking.validationSetId : looking.source}
          data={[
            ...sourceOptions,
            ...own.map((set) => ({ value: set.validationSetId, label: `validation set “${set.name}”` })),
          ]}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            if (chosen === 'audited' || chosen === 'graded')
              change({ source: chosen, validationSetId: undefined });
            else change({ source: 'validation', validationSetId: chosen });
          }}
        />
        {imported ? null : (
          <NativeSelect
            label="Recorded"
            value={String(search.days ?? '')}
            data={[{ value: '', label: 'at any time' }, ...pastDays]}
            onChange={(event) => change({ days: Number(event.currentTarget.value) || undefined })}
          />
        )}
        <SliceField useCase={useCase} looking={looking} onChange={change} />
        {ownMaps.length > 0 ? (
          <NativeSelect
            label="Seen through"
            value={looking.map ? String(looking.map) : ''}
            data={[
              { value: '', label: 'raw confidence' },
              ...ownMaps.map((map) => ({
                value: String(map.number),
                label: `map ${map.number}, ${map.method}`,
              })),
            ]}
            onChange={(event) => change({ map: Number(event.currentTarget.value) || undefined })}
          />
        ) : null}
      </Fields>
    </Panel>
  );
}

type SliceFieldProps = {
  useCase: Static<typeof UseCase>;
  looking: Looking;
  onChange: (change: { sliceBy: string | undefined; slice: string | undefined }) => void;
};

/** One part of the traffic: a class, or a value of a metadata field. */
function SliceField({ useCase, looking, onChange }: SliceFieldProps) {
  const [by, setBy] = useState(looking.sliceBy ?? '');
  const [typed, setTyped] = useState(looking.slice ?? '');
  const fields = useCase.metadataFields.map((field) => `metadata.${field.name}`);
  const values = valuesOf(useCase, by);
  const choose = (value: string) => onChange({ sliceBy: value ? by : undefined, slice: value || undefined });
  return (
    <>
      <NativeSelect
        label="Slice by"
        value={by}
        data={[
          { value: '', label: 'all traffic' },
          ...(useCase.outputKind === 'class' ? [{ value: 'label', label: 'class' }] : []),
          ...fields.map((field) => ({ value: field, label: field.replace('metadata.', '') })),
        ]}
        onChange={(event) => {
          setBy(event.currentTarget.value);
          setTyped('');
          if (looking.sliceBy) onChange({ sliceBy: undefined, slice: undefined });
        }}
      />
      {by === '' ? null : values.length > 0 ? (
        <NativeSelect
          label="Slice"
          value={looking.slice ?? ''}
          data={[{ value: '', label: 'choose one' }, ...values]}
          onChange={(event) => choose(event.currentTarget.value)}
        />
      ) : (
        <TextInput
          label="Slice"
          placeholder="a value"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={() => choose(typed)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') choose(typed);
          }}
        />
      )}
    </>
  );
}

function modelName({ name, state, retiredAt }: Static<typeof ModelVersion>): string {
  return retiredAt ? `${name} (retired)` : state === 'shadow' ? `${name} (in shadow)` : name;
}

function valuesOf({ classes: names, metadataFields }: Static<typeof UseCase>, by: string): string[] {
  if (by === 'label') return names.map((one) => one.name);
  const field = metadataFields.find((one) => `metadata.${one.name}` === by);
  return field?.type === 'boolean' ? ['true', 'false'] : (field?.values ?? []);
}
