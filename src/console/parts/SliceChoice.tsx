import { NativeSelect } from '@mantine/core';
import type { Static } from 'typebox';
import type { UseCase } from '../../contract/use-cases.ts';

export type SliceChoiceProps = {
  useCase: Static<typeof UseCase>;
  sliceBy: string | undefined;
  onChange: (sliceBy: string | undefined) => void;
};

/** By what the traffic is cut into parts. */
export function SliceChoice({ useCase, sliceBy, onChange }: SliceChoiceProps) {
  return (
    <NativeSelect
      label="By"
      value={sliceBy ?? ''}
      data={[
        { value: '', label: 'all traffic as one' },
        ...(useCase.outputKind === 'class' ? [{ value: 'label', label: 'class' }] : []),
        { value: 'model', label: 'model version' },
        ...useCase.metadataFields.map((field) => ({ value: `metadata.${field.name}`, label: field.name })),
      ]}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  );
}
