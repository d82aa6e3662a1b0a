import { NativeSelect, SegmentedControl } from '@mantine/core';
import type { Static } from 'typebox';
import type { UseCase } from '../../../contract/use-cases.ts';
import { useGo } from '../../parts/use-go.ts';
import { paths } from '../../paths.ts';
import type { OverviewSearch } from './queries.ts';

export type ViewPickerProps = { search: OverviewSearch; useCases: readonly Static<typeof UseCase>[] };

const windows = [
  { value: '15', label: '15 min' },
  { value: '60', label: '1 h' },
  { value: '360', label: '6 h' },
  { value: '1440', label: '24 h' },
];

/** Which use case and how far back; both live in the address. */
export function ViewPicker({ search, useCases }: ViewPickerProps) {
  const go = useGo();
  const show = (change: Partial<OverviewSearch>) =>
    void go(paths.overview({ ...search, ...change }), { replace: true, resetScroll: false });
  return (
    <>
      {useCases.length > 1 ? (
        <NativeSelect
          aria-label="Use case"
          value={search.useCaseId ?? ''}
          onChange={(event) => show({ useCaseId: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: 'All use cases' },
            ...useCases.map((one) => ({ value: one.useCaseId, label: one.name })),
          ]}
        />
      ) : null}
      <SegmentedControl
        aria-label="How far back"
        size="xs"
        data={windows}
        value={String(search.windowMinutes ?? 60)}
        onChange={(value) => show({ windowMinutes: value === '60' ? undefined : Number(value) })}
      />
    </>
  );
}
