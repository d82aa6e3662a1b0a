import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import classes from './Editor.module.css';
import { partsOf, secondsOf, type Unit, units } from './seconds-parts.ts';

export type SecondsFieldProps = {
  label: string;
  /** Whose time this is, for screen readers. */
  about: string;
  seconds: number;
  onChange: (seconds: number) => void;
};

/** A length of time as a number and its unit. */
export function SecondsField({ label, about, seconds, onChange }: SecondsFieldProps) {
  const [unit, setUnit] = useState<Unit>(() => partsOf(seconds).unit);
  const size = secondsOf(1, unit);
  // A time set elsewhere, e.g. in the JSON, may not be a whole number of this unit.
  const shown = seconds % size === 0 ? { count: seconds / size, unit } : partsOf(seconds);
  return (
    <div className={classes.time}>
      <TextInput
        label={label}
        aria-label={`${label}, of ${about}`}
        inputMode="numeric"
        value={Number.isFinite(shown.count) ? String(shown.count) : ''}
        onChange={(event) => {
          const count = Number(event.currentTarget.value.replace(/\D/g, ''));
          onChange(secondsOf(count, shown.unit));
        }}
      />
      <NativeSelect
        aria-label={`Unit of “${label}”, of ${about}`}
        value={shown.unit}
        data={units.map((one) => one.unit)}
        onChange={(event) => {
          const chosen = event.currentTarget.value as Unit; // one of the units
          setUnit(chosen);
          onChange(secondsOf(shown.count, chosen));
        }}
      />
    </div>
  );
}
