import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { rollBackPolicy } from '../../../contract/policies.ts';
import { client } from '../../client.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { useMissing } from '../../session.ts';
import { Confirm } from '../../ui/Confirm.tsx';
import { say } from '../../ui/say.ts';
import { Changes } from './Changes.tsx';
import type { PolicyVersion } from './policy-version.ts';

export type RollBackButtonProps = {
  inForce: PolicyVersion;
  to: PolicyVersion;
  size?: 'xs' | 'sm';
  /** Called with the version that came into force. */
  onDone?: (policyVersionId: string) => Promise<void>;
};

/** Puts an earlier version in force again, at once; what changes is shown before. */
export function RollBackButton({ inForce, to, size = 'xs', onDone }: RollBackButtonProps) {
  const mayNot = useMissing('policies:publish');
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const rollBack = useMutation({
    mutationFn: () =>
      client.call(rollBackPolicy, {
        params: { useCaseId: inForce.useCaseId },
        body: { inForce: inForce.policyVersionId, to: to.policyVersionId },
      }),
    onSuccess: async ({ version, policyVersionId }) => {
      setAsking(false);
      say(`Version ${version}, with what version ${to.version} says, is in force.`);
      await queryClient.invalidateQueries({ queryKey: ['policies'] });
      await onDone?.(policyVersionId);
    },
    onError: () => queryClient.invalidateQueries({ queryKey: ['policies', 'of', inForce.useCaseId] }),
  });
  return (
    <>
      <Button
        size={size}
        variant="default"
        disabled={mayNot !== null}
        title={mayNot ?? undefined}
        onClick={() => setAsking(true)}
      >
        Roll back to version {to.version} …
      </Button>
      <Confirm
        opened={asking}
        title={`Roll back to version ${to.version}?`}
        action="Roll back now"
        busy={rollBack.isPending}
        onConfirm={() => rollBack.mutate()}
        onClose={() => setAsking(false)}
      >
        <p>A new version with that document comes into force at once. Nothing is lost from the history.</p>
        <Changes
          before={inForce.document}
          after={to.document}
          beforeName={`Version ${inForce.version}, in force`}
          afterName={`As in version ${to.version}`}
        />
        {rollBack.error ? <FailurePanel error={rollBack.error} title="Not rolled back." /> : null}
      </Confirm>
    </>
  );
}
