import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import classes from './Editor.module.css';
import { partsOf, secondsOf, type Unit, units } from './seconds-parts.ts';

export type SecondsFieldProps = {
  label: string;
  /** Whose time this is, for screen readers. */
  about: string;
  seconds: number | undefined;
  onChange: (seconds: number) => void;
  /** Where there need not be a time: what an empty field means, and what happens when it is emptied. */
  none?: { words: string; onChoose: () => void };
};

/** A length of time as a number and its unit. */
export function SecondsField({ label, about, seconds = Number.NaN, onChange, none }: SecondsFieldProps) {
  const [unit, setUnit] = useState<Unit>(() => (Number.isNaN(seconds) ? 'minutes' : partsOf(seconds).unit));
  const size = secondsOf(1, unit);
  // A time set elsewhere, e.g. in the JSON, may not be a whole number of this unit.
  const fits = Number.isNaN(seconds) || seconds % size === 0;
  const shown = fits ? { count: seconds / size, unit } : partsOf(seconds);
  return (
    <div className={classes.time}>
      <TextInput
        label={label}
        aria-label={`${label}, of ${about}`}
        inputMode="numeric"
        placeholder={none?.words}
        value={Number.isFinite(shown.count) ? String(shown.count) : ''}
        onChange={(event) => {
          const digits = event.currentTarget.value.replace(/\D/g, '');
          if (none && digits === '') none.onChoose();
          else onChange(secondsOf(Number(digits), shown.unit));
        }}
      />
      <NativeSelect
        aria-label={`Unit of “${label}”, of ${about}`}
        value={shown.unit}
        data={units.map((one) => one.unit)}
        onChange={(event) => {
          const chosen = event.currentTarget.value as Unit; // one of the units
          setUnit(chosen);
          if (!Number.isNaN(shown.count)) onChange(secondsOf(shown.count, chosen));
        }}
      />
    </div>
  );
}
