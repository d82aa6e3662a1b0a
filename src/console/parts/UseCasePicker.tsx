import { NativeSelect } from '@mantine/core';
import { useGo } from './use-go.ts';

export type UseCasePickerProps = {
  useCases: readonly { useCaseId: string; name: string }[];
  chosen: string;
  /** The address of the same page for another use case. */
  path: (useCaseId: string) => string;
};

/** Chooses the use case a page is about; nothing to choose from is nothing to show. */
export function UseCasePicker({ useCases, chosen, path }: UseCasePickerProps) {
  const go = useGo();
  if (useCases.length < 2) return null;
  return (
    <NativeSelect
      aria-label="Use case"
      value={chosen}
      onChange={(event) => void go(path(event.currentTarget.value), { replace: true })}
      data={useCases.map((one) => ({ value: one.useCaseId, label: one.name }))}
    />
  );
}
