import { Button, Group, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { publishPolicy } from '../../../contract/policies.ts';
import type { PolicyDocument } from '../../../core/policies/document.ts';
import { client } from '../../client.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { say } from '../../ui/say.ts';
import { Changes } from './Changes.tsx';
import type { PolicyVersion } from './policy-version.ts';
import { RuleList } from './RuleList.tsx';

export type PublishDialogProps = {
  version: PolicyVersion;
  /** As it will be published; a draft may hold what is not saved yet. */
  document: PolicyDocument;
  inForce: PolicyVersion | null;
  action: string;
  /** What has to be done before, e.g. saving; answers the version to publish. */
  before: () => Promise<Pick<PolicyVersion, 'policyVersionId' | 'revision'>>;
  onDone: () => void;
  onClose: () => void;
};

/** Shows what a publication changes and what that means, and publishes. */
export function PublishDialog({
  version,
  document,
  inForce,
  action,
  before,
  onDone,
  onClose,
}: PublishDialogProps) {
  const queryClient = useQueryClient();
  const publish = useMutation({
    mutationFn: async () => {
      const { policyVersionId, revision } = await before();
      const body = { revision, inForce: inForce?.policyVersionId ?? null };
      return client.call(publishPolicy, { params: { policyVersionId }, body });
    },
    onSuccess: async (published) => {
      onDone();
      onClose();
      say(`Version ${published.version} is in force.`);
      await queryClient.invalidateQueries({ queryKey: ['policies'] });
    },
    // Somebody else may have published: what is shown beside it, and what the next attempt is compared with, is loaded anew.
    onError: () => queryClient.invalidateQueries({ queryKey: ['policies', 'of', version.useCaseId] }),
  });
  return (
    <Modal opened onClose={onClose} title={`Publish version ${version.version}?`} size="xl">
      <p>
        From the next decision on{' '}
        {inForce
          ? `this version decides, and version ${inForce.version} no longer does.`
          : 'this policy decides.'}{' '}
        Decisions that came in before keep the route they were given.
      </p>
      {inForce ? (
        <Changes
          before={inForce.document}
          after={document}
          beforeName={`Version ${inForce.version}, in force`}
          afterName={`Version ${version.version}`}
        />
      ) : (
        <RuleList document={document} />
      )}
      {publish.error ? <FailurePanel error={publish.error} title="Not published." /> : null}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button data-autofocus loading={publish.isPending} onClick={() => publish.mutate()}>
          {action}
        </Button>
      </Group>
    </Modal>
  );
}
