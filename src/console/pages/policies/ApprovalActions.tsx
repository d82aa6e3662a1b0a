import { Button, Stack, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { approvePolicy, changeDraft, returnPolicy } from '../../../contract/policies.ts';
import type { RiskClass } from '../../../core/use-cases/use-case.ts';
import { ProblemError } from '../../../sdk/problem-error.ts';
import { client } from '../../client.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { useMissing, useSession } from '../../session.ts';
import { Confirm } from '../../ui/Confirm.tsx';
import { say } from '../../ui/say.ts';
import { PublishDialog } from './PublishDialog.tsx';
import type { PolicyVersion } from './policy-version.ts';

export type ApprovalActionsProps = {
  version: PolicyVersion;
  riskClass: RiskClass;
  inForce: PolicyVersion | null;
};

/** What can be done with a version that waits for approval or has it; each button says why it cannot be pressed. */
export function ApprovalActions({ version, riskClass, inForce }: ApprovalActionsProps) {
  const session = useSession();
  const mayNotApprove = useMissing('policies:approve');
  const mayNotPublish = useMissing('policies:publish');
  const mayNotWrite = useMissing('policies:write');
  const queryClient = useQueryClient();
  const [publishing, setPublishing] = useState(false);
  const { policyVersionId, revision, state } = version;
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['policies'] });
  const sayAndRefresh = async (error: Error) => {
    say(error.message);
    await refresh();
  };
  const approve = useMutation({
    mutationFn: () => client.call(approvePolicy, { params: { policyVersionId }, body: { revision } }),
    onSuccess: async () => {
      say(`Version ${version.version} is approved; it can be published.`);
      await refresh();
    },
    onError: sayAndRefresh,
  });
  const change = useMutation({
    mutationFn: () =>
      client.call(changeDraft, { params: { policyVersionId }, body: { revision, note: version.note } }),
    onSuccess: refresh,
    onError: sayAndRefresh,
  });
  const own = version.writers.includes(session.person.personId)
    ? 'You had a hand in it: another person has to approve it.'
    : null;
  const notYet =
    riskClass === 'high' && state !== 'approved'
      ? 'High risk: another person has to approve it first.'
      : null;
  return (
    <>
      <Button
        variant="default"
        disabled={mayNotWrite !== null}
        title={mayNotWrite ?? 'It becomes a draft again, and has to be submitted once more.'}
        loading={change.isPending}
        onClick={() => change.mutate()}
      >
        Change it
      </Button>
      <ReturnButton version={version} mayNot={mayNotApprove} onDone={refresh} onLate={sayAndRefresh} />
      {state === 'submitted' ? (
        <Button
          disabled={(mayNotApprove ?? own) !== null}
          title={mayNotApprove ?? own ?? undefined}
          loading={approve.isPending}
          onClick={() => approve.mutate()}
        >
          Approve
        </Button>
      ) : null}
      <Button
        variant={state === 'approved' ? 'filled' : 'default'}
        disabled={(mayNotPublish ?? notYet) !== null}
        title={mayNotPublish ?? notYet ?? undefined}
        onClick={() => setPublishing(true)}
      >
        Publish …
      </Button>
      {publishing ? (
        <PublishDialog
          version={version}
          document={version.document}
          inForce={inForce}
          action="Publish"
          before={async () => version}
          onDone={() => undefined}
          onClose={() => setPublishing(false)}
        />
      ) : null}
    </>
  );
}

type ReturnButtonProps = {
  version: PolicyVersion;
  mayNot: string | null;
  onDone: () => Promise<void>;
  /** Somebody else was faster: what is on the page is no longer so. */
  onLate: (error: Error) => Promise<void>;
};

function ReturnButton({ version, mayNot, onDone, onLate }: ReturnButtonProps) {
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const { policyVersionId, revision } = version;
  const giveBack = useMutation({
    mutationFn: () =>
      client.call(returnPolicy, { params: { policyVersionId }, body: { revision, reason: reason.trim() } }),
    onSuccess: async () => {
      setAsking(false);
      await onDone();
    },
    onError: async (error) => {
      if (error instanceof ProblemError && error.status === 409) await onLate(error);
    },
  });
  return (
    <>
      <Button
        variant="default"
        disabled={mayNot !== null}
        title={mayNot ?? undefined}
        onClick={() => setAsking(true)}
      >
        Return …
      </Button>
      <Confirm
        opened={asking}
        title={`Return version ${version.version} to its author?`}
        action="Return it"
        busy={giveBack.isPending}
        because={reason.trim() ? null : 'Say first what should be different.'}
        onConfirm={() => giveBack.mutate()}
        onClose={() => setAsking(false)}
      >
        <Stack gap="sm">
          <Textarea
            label="What should be different"
            required
            autosize
            minRows={2}
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {giveBack.error ? <FailurePanel error={giveBack.error} title="Not returned." /> : null}
        </Stack>
      </Confirm>
    </>
  );
}
