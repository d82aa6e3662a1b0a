import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { submitPolicy } from '../../../contract/policies.ts';
import { client } from '../../client.ts';
import { say } from '../../ui/say.ts';
import { whyNotReady } from './PublishButton.tsx';
import type { Draft } from './use-draft.ts';

/** Submits a draft for another person's approval; saves first what is not saved yet. */
export function SubmitButton({ draft, main }: { draft: Draft; main: boolean }) {
  const queryClient = useQueryClient();
  const submit = useMutation({
    mutationFn: async () => {
      const { policyVersionId, revision } = draft.unsaved ? await draft.save.mutateAsync(null) : draft.saved;
      return client.call(submitPolicy, { params: { policyVersionId }, body: { revision } });
    },
    onSuccess: async ({ version }) => {
      say(`Version ${version} waits for approval by another person.`);
      await queryClient.invalidateQueries({ queryKey: ['policies'] });
    },
    onError: (error) => say(error.message),
  });
  const because = whyNotReady(draft);
  return (
    <Button
      variant={main ? 'filled' : 'default'}
      disabled={because !== null}
      title={because ?? undefined}
      loading={submit.isPending}
      onClick={() => submit.mutate()}
    >
      {draft.unsaved ? 'Save and submit' : 'Submit for approval'}
    </Button>
  );
}
