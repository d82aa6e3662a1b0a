import { ActionIcon, Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { fieldTypes } from '../../../core/use-cases/use-case.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Panel } from '../../ui/Panel.tsx';
import classes from './UseCase.module.css';
import { fieldWords, type UseCase } from './use-case.ts';

type Fields = UseCase['metadataFields'];
type Field = Fields[number];
export type MetadataFieldsProps = { fields: Fields; onChange: (fields: Fields) => void };

/** What a decision may tell about itself; rules can ask these fields, and nothing else is taken. */
export function MetadataFields({ fields, onChange }: MetadataFieldsProps) {
  return (
    <Panel
      title="Metadata fields"
      hint="What rules can ask beyond confidence and model; unknown fields are refused"
    >
      {fields.map((field, index) => (
        <FieldRow
          // biome-ignore lint/suspicious/noArrayIndexKey: names change while they are typed; the place is the identity.
          key={index}
          field={field}
          onChange={(changed) => onChange(fields.toSpliced(index, 1, changed))}
          onRemove={() => onChange(fields.toSpliced(index, 1))}
        />
      ))}
      <Button
        variant="default"
        size="xs"
        leftSection={<Icon name="plus" size={16} />}
        onClick={() => onChange([...fields, { name: '', type: 'string', required: false }])}
      >
        Add a field
      </Button>
    </Panel>
  );
}

type FieldRowProps = { field: Field; onChange: (field: Field) => void; onRemove: () => void };

function FieldRow({ field, onChange, onRemove }: FieldRowProps) {
  const [typed, setTyped] = useState(() => (field.values ?? []).join(', '));
  return (
    <div className={classes.row}>
      <TextInput
        label="Field"
        placeholder="amount"
        value={field.name}
        onChange={(event) => onChange({ ...field, name: event.currentTarget.value })}
      />
      <NativeSelect
        label="Kind"
        value={field.type}
        data={fieldTypes.map((value) => ({ value, label: fieldWords[value] }))}
        onChange={(event) => {
          const { values: _, ...rest } = field;
          setTyped('');
          onChange({ ...rest, type: event.currentTarget.value as Field['type'] }); // one of the above
        }}
      />
      {field.type === 'string' ? (
        <TextInput
          className={classes.grow ?? ''}
          label="One of (optional)"
          placeholder="app, web, phone"
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            onChange(withValues(field, event.currentTarget.value));
          }}
        />
      ) : null}
      <Checkbox
        className={classes.tick ?? ''}
        label="required"
        checked={field.required}
        onChange={(event) => onChange({ ...field, required: event.currentTarget.checked })}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Remove the field “${field.name}”`}
        onClick={onRemove}
      >
        <Icon name="close" size={16} />
      </ActionIcon>
    </div>
  );
}

function withValues(field: Field, typed: string): Field {
  const { values: _, ...rest } = field;
  const values = [...new Set(typed.split(',').map((value) => value.trim()))].filter((value) => value !== '');
  return values.length > 0 ? { ...rest, values } : rest;
}
