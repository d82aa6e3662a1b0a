import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { type BySlice, describeSlice } from '../../../core/use-cases/slice.ts';
import { sliceWords } from '../../parts/slice-words.ts';
import { Icon } from '../../ui/Icon.tsx';
import classes from './Editor.module.css';
import { knownSlices, partings, withSliceValue } from './slice-values.ts';
import { useSubject } from './subject.ts';

/** `name` is for those who do not see where the field stands. */
export type SliceValue = {
  name: string;
  by: string;
  slice: string;
  value: number;
  onChange: (value: number) => void;
};

export type SliceValuesProps = {
  /** What has the values, in a sentence. */
  about: string;
  bySlice: BySlice | undefined;
  /** What a slice begins with. */
  usual: (by: string, slice: string) => number;
  /** The field of one value. */
  field: (own: SliceValue) => ReactNode;
  /** Without any value left, the values are empty. */
  onChange: (bySlice: BySlice) => void;
};

/** Slices with a value of their own, a row each: their names may be long. */
export function SliceValues({ about, bySlice, usual, field, onChange }: SliceValuesProps) {
  const subject = useSubject();
  const options = partings(subject);
  const [chosen, setChosen] = useState('');
  const by = bySlice?.by ?? chosen;
  const own = bySlice ?? { by, values: {} };
  const put = (slice: string, value: number | null) => onChange(withSliceValue(own, slice, value));
  if (options.length === 0 && !bySlice) return null;
  return (
    <>
      {Object.entries(own.values).map(([slice, value]) => (
        <div key={slice} className={classes.sliceValue}>
          {field({
            name: `${about} for ${describeSlice(by, slice)}`,
            by,
            slice,
            value,
            onChange: (next) => put(slice, next),
          })}
          <span className="break">
            <span className="soft">for {sliceWords(by)}</span> {slice}
          </span>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Nothing of its own for ${describeSlice(by, slice)}`}
            title={`Nothing of its own for ${describeSlice(by, slice)}`}
            onClick={() => put(slice, null)}
          >
            <Icon name="close" size={16} />
          </ActionIcon>
        </div>
      ))}
      <div className={classes.sliceChoice}>
        {bySlice ? null : (
          <NativeSelect
            size="xs"
            w={200}
            aria-label={`By what ${about} differs`}
            value={by}
            data={[{ value: '', label: 'the same for all' }, ...options.map(asDifferent)]}
            onChange={(event) => setChosen(event.currentTarget.value)}
          />
        )}
        {by === '' ? null : (
          <SliceChoice
            key={by}
            about={about}
            by={by}
            taken={Object.keys(own.values)}
            onChoose={(slice) => put(slice, usual(by, slice))}
          />
        )}
      </div>
    </>
  );
}

function asDifferent({ value, label }: { value: string; label: string }) {
  return { value, label: `different by ${label}` };
}

type SliceChoiceProps = {
  about: string;
  by: string;
  taken: readonly string[];
  onChoose: (slice: string) => void;
};

/** One of the slices there are, or, where nobody has said which there are, any text. */
function SliceChoice({ about, by, taken, onChoose }: SliceChoiceProps) {
  const known = knownSlices(useSubject(), by);
  if (known === null) return <SliceText about={about} by={by} onChoose={onChoose} />;
  const free = known.filter((slice) => !taken.includes(slice));
  if (free.length === 0) return null;
  return (
    <NativeSelect
      size="xs"
      w={240}
      aria-label={`A ${sliceWords(by)} with ${about} of its own`}
      value=""
      data={[{ value: '', label: `Different for a ${sliceWords(by)} …` }, ...free]}
      onChange={(event) => {
        if (event.currentTarget.value) onChoose(event.currentTarget.value);
      }}
    />
  );
}

function SliceText({ about, by, onChoose }: Omit<SliceChoiceProps, 'taken'>) {
  const [text, setText] = useState('');
  const add = () => {
    if (text === '') return;
    onChoose(text);
    setText('');
  };
  return (
    <>
      <TextInput
        size="xs"
        w={200}
        aria-label={`A ${sliceWords(by)} with ${about} of its own`}
        placeholder={`a value of ${sliceWords(by)}`}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          add();
        }}
      />
      <Button size="xs" variant="default" disabled={text === ''} onClick={add}>
        Add<span className="unseen"> {`${about} for this ${sliceWords(by)}`}</span>
      </Button>
    </>
  );
}
