import { TextInput } from '@mantine/core';

export type NumberFieldProps = {
  label: string;
  description: string;
  value: number;
  onChange: (value: number) => void;
};

/** A whole number; its range is the server's to judge. */
export function NumberField({ label, description, value, onChange }: NumberFieldProps) {
  return (
    <TextInput
      label={label}
      description={description}
      inputMode="numeric"
      value={String(value)}
      onChange={(event) => onChange(Number(event.currentTarget.value.replace(/\D/g, '').slice(0, 9)))}
    />
  );
}
