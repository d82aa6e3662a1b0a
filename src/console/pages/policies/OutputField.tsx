import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { classNames, useSubject } from './subject.ts';

export type OutputFieldProps = {
  label: string;
  about: string;
  output: unknown;
  onChange: (output: unknown) => void;
};

/** An output the policy gives itself: one of the classes where there are any, else text or JSON. */
export function OutputField({ label, about, output, onChange }: OutputFieldProps) {
  const names = classNames(useSubject());
  const [typed, setTyped] = useState(() => written(output));
  const named = `${label}, of ${about}`;
  if (names.length > 0) {
    return (
      <NativeSelect
        label={label}
        aria-label={named}
        value={typeof output === 'string' ? output : ''}
        data={[{ value: '', label: 'choose a class' }, ...names]}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  return (
    <TextInput
      label={label}
      aria-label={named}
      description="Text, or JSON"
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange(read(event.currentTarget.value));
      }}
    />
  );
}

function written(output: unknown): string {
  return typeof output === 'string' ? output : JSON.stringify(output ?? '');
}

/** What reads as JSON is JSON; everything else is the text itself. */
function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
