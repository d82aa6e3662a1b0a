import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { discardDraft } from '../../../contract/policies.ts';
import { client } from '../../client.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { useGo } from '../../parts/use-go.ts';
import { paths } from '../../paths.ts';
import { Confirm } from '../../ui/Confirm.tsx';
import type { PolicyVersion } from './policy-version.ts';

/** Gives a draft up; it stays in the list of versions, and a new draft can be started from it. */
export function DiscardButton({ version, onDone }: { version: PolicyVersion; onDone: () => void }) {
  const [asking, setAsking] = useState(false);
  const queryClient = useQueryClient();
  const go = useGo();
  const discard = useMutation({
    mutationFn: () => client.call(discardDraft, { params: { policyVersionId: version.policyVersionId } }),
    onSuccess: async () => {
      onDone();
      await queryClient.invalidateQueries({ queryKey: ['policies'] });
      await go(paths.policies({ useCaseId: version.useCaseId }));
    },
  });
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        Discard
      </Button>
      <Confirm
        opened={asking}
        title="Discard this draft?"
        action="Discard"
        busy={discard.isPending}
        onConfirm={() => discard.mutate()}
        onClose={() => setAsking(false)}
      >
        <p>It stays in the list of versions as last saved, and a new draft can be started from it.</p>
        {discard.error ? <FailurePanel error={discard.error} title="Not discarded." /> : null}
      </Confirm>
    </>
  );
}
