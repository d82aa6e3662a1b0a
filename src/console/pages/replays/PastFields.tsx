import { NativeSelect } from '@mantine/core';
import type { Static } from 'typebox';
import type { UseCase } from '../../../contract/use-cases.ts';
import { SliceChoice } from '../../parts/SliceChoice.tsx';
import { type ReplaySearch, usualWindow, type Window, windows } from './replay-search.ts';

export type PastFieldsProps = {
  useCase: Static<typeof UseCase>;
  search: ReplaySearch;
  onChange: (part: ReplaySearch) => void;
};

/** Over which past, cut by what; the same for replays and sweeps. */
export function PastFields({ useCase, search, onChange }: PastFieldsProps) {
  return (
    <>
      <NativeSelect
        label="Over"
        value={search.window ?? usualWindow}
        data={windows.map(({ value, label }) => ({ value, label }))}
        onChange={(event) => onChange({ window: event.currentTarget.value as Window })} // one of the windows
      />
      <SliceChoice useCase={useCase} sliceBy={search.sliceBy} onChange={(sliceBy) => onChange({ sliceBy })} />
    </>
  );
}
