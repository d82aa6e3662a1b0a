import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeUseCase, getUseCase } from '../../../contract/use-cases.ts';
import { ProblemError } from '../../../sdk/problem-error.ts';
import { client } from '../../client.ts';
import { oneUseCaseQuery } from '../../parts/use-case-queries.ts';
import { say } from '../../ui/say.ts';
import { readClassLines } from './class-lines.ts';
import { changeOf, type Settings, settingsOf } from './settings.ts';
import type { UseCase } from './use-case.ts';

export type SettingsInHand = ReturnType<typeof useSettings>;

/** The settings as they stand in the form, and what the server has of them. */
export function useSettings(useCase: UseCase) {
  const [base, setBase] = useState(useCase);
  const [values, setValues] = useState(() => settingsOf(useCase));
  const queryClient = useQueryClient();
  const { useCaseId } = useCase;
  const change = changeOf(values, base);
  // Changed elsewhere, e.g. by confirming a lower risk class: taken over where nothing typed would be lost.
  if (useCase.revision > base.revision && Object.keys(change).length === 0) {
    setBase(useCase);
    setValues(settingsOf(useCase));
  }
  const save = useMutation({
    mutationFn: (revision: number) =>
      client.call(changeUseCase, { params: { useCaseId }, body: { revision, ...change } }),
    onSuccess: async (saved) => {
      setBase(saved);
      setValues(settingsOf(saved));
      say(
        change.riskClass && saved.lowering
          ? 'Saved. Another person has to confirm the lower risk.'
          : 'Settings saved.',
      );
      queryClient.setQueryData(oneUseCaseQuery(useCaseId).queryKey, saved);
      await queryClient.invalidateQueries({ queryKey: ['use-cases'] });
    },
  });
  const onTop = useMutation({
    mutationFn: async () =>
      save.mutateAsync((await client.call(getUseCase, { params: { useCaseId } })).revision),
  });
  const { error } = save;
  return {
    base,
    values,
    set: (part: Partial<Settings>) => setValues({ ...values, ...part }),
    unsaved: Object.keys(change).length > 0,
    wrongLines: readClassLines(values.classes).problems[0] ?? null,
    save: () => save.mutate(base.revision),
    /** Only what was changed here is sent, so the rest of somebody else's change stays. */
    saveOnTop: () => onTop.mutate(),
    saving: save.isPending || onTop.isPending,
    error,
    conflict: error instanceof ProblemError && error.code === 'use-case.changed-meanwhile',
    undo(): void {
      setValues(settingsOf(base));
      save.reset();
    },
  };
}
