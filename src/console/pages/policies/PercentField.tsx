import { TextInput } from '@mantine/core';
import { useState } from 'react';

export type PercentFieldProps = {
  label: string;
  about: string;
  rate: number;
  onChange: (rate: number) => void;
};

/** A share, typed in per cent. */
export function PercentField({ label, about, rate, onChange }: PercentFieldProps) {
  const [typed, setTyped] = useState(() => words(rate));
  // "2." and "2.0" are both 2 while typing goes on; a rate set elsewhere replaces what was typed.
  const shown = toRate(typed) === rate ? typed : words(rate);
  return (
    <TextInput
      label={label}
      aria-label={`${label} in per cent, of ${about}`}
      inputMode="decimal"
      w={136}
      rightSection="%"
      value={shown}
      onChange={(event) => {
        const text = event.currentTarget.value.replace(',', '.').replace(/[^\d.]/g, '');
        setTyped(text);
        onChange(toRate(text));
      }}
    />
  );
}

function words(rate: number): string {
  return String(Number((rate * 100).toPrecision(12)));
}

function toRate(text: string): number {
  return Number((Number(text) / 100).toPrecision(12));
}
