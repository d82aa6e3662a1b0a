import { Button, Group, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { publishPolicy } from '../../../contract/policies.ts';
import { client } from '../../client.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { useMissing } from '../../session.ts';
import { say } from '../../ui/say.ts';
import { plural } from '../../ui/words.ts';
import { Changes } from './Changes.tsx';
import type { PolicyVersion } from './policy-version.ts';
import { RuleList } from './RuleList.tsx';
import type { Draft } from './use-draft.ts';

export type PublishButtonProps = { draft: Draft; inForce: PolicyVersion | null; onDone: () => void };

/** Publishes a draft after showing what it changes and what that means; saves first what is not saved yet. */
export function PublishButton({ draft, inForce, onDone }: PublishButtonProps) {
  const [asking, setAsking] = useState(false);
  const queryClient = useQueryClient();
  const mayNot = useMissing('policies:publish');
  const publish = useMutation({
    mutationFn: async () => {
      const { policyVersionId, revision } = draft.unsaved ? await draft.save.mutateAsync(null) : draft.saved;
      const body = { revision, inForce: inForce?.policyVersionId ?? null };
      return client.call(publishPolicy, { params: { policyVersionId }, body });
    },
    onSuccess: async ({ version }) => {
      onDone();
      setAsking(false);
      say(`Version ${version} is in force.`);
      await queryClient.invalidateQueries({ queryKey: ['policies'] });
    },
  });
  const because = mayNot ?? whyNot(draft);
  return (
    <>
      <Button disabled={because !== null} title={because ?? undefined} onClick={() => setAsking(true)}>
        Publish …
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Publish version ${draft.saved.version}?`}
        size="xl"
      >
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
            after={draft.document}
            beforeName={`Version ${inForce.version}, in force`}
            afterName={`Version ${draft.saved.version}`}
          />
        ) : (
          <RuleList document={draft.document} />
        )}
        {publish.error ? <FailurePanel error={publish.error} title="Not published." /> : null}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={() => setAsking(false)}>
            Cancel
          </Button>
          <Button data-autofocus loading={publish.isPending} onClick={() => publish.mutate()}>
            {draft.unsaved ? 'Save and publish' : 'Publish'}
          </Button>
        </Group>
      </Modal>
    </>
  );
}

function whyNot({ unreadable, problems, theirs }: Draft): string | null {
  if (unreadable) return unreadable;
  if (theirs) return 'First decide about what somebody else saved.';
  if (!problems) return 'Being checked …';
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  return errors > 0 ? `${plural(errors, 'problem')} to solve first.` : null;
}
