import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import { issueStandingApproval } from '../../../contract/standing-approvals.ts';
import type { UseCase } from '../../../contract/use-cases.ts';
import { client } from '../../client.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { useMissing } from '../../session.ts';
import { Panel } from '../../ui/Panel.tsx';
import { say } from '../../ui/say.ts';
import { approvalsQuery, useScopeProblems } from './queries.ts';
import classes from './StandingApprovals.module.css';
import { expiryOf, spans } from './spans.ts';

/** Issues an approval: for which decisions, why, and until when; the end cannot be left open. */
export function IssuePanel({ useCase }: { useCase: Static<typeof UseCase> }) {
  const { useCaseId } = useCase;
  const mayNot = useMissing('standing-approvals:write');
  const queryClient = useQueryClient();
  const [scope, setScope] = useState('');
  const [reason, setReason] = useState('');
  const [seconds, setSeconds] = useState('7200');
  const problems = useScopeProblems(useCaseId, scope);
  const issue = useMutation({
    mutationFn: () =>
      client.call(issueStandingApproval, {
        params: { useCaseId },
        body: { scope: scope.trim(), reason: reason.trim(), expiresAt: expiryOf(seconds, Date.now()) },
      }),
    onSuccess: async () => {
      setScope('');
      setReason('');
      say('It counts from the next decision on.');
      await queryClient.invalidateQueries({ queryKey: approvalsQuery(useCaseId).queryKey });
    },
  });
  const because =
    mayNot ??
    (scope.trim() === ''
      ? 'Say which decisions.'
      : reason.trim() === ''
        ? 'Say why.'
        : problems === null
          ? 'Being checked …'
          : (problems[0] ?? null));
  return (
    <Panel
      title="Approve decisions like these"
      hint="A condition as in rules; what the policy releases anyway is not touched"
    >
      <Textarea
        label="Which decisions"
        placeholder={exampleScope(useCase)}
        classNames={{ input: classes.condition }}
        autosize
        minRows={1}
        maxRows={6}
        maxLength={2000}
        spellCheck={false}
        error={scope.trim() !== '' && problems?.length ? problems.join(' ') : null}
        value={scope}
        onChange={(event) => setScope(event.currentTarget.value)}
      />
      <div className={classes.fields}>
        <TextInput
          label="Why"
          className={classes.grow ?? ''}
          maxLength={2000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <NativeSelect
          label="For"
          value={seconds}
          data={[...spans]}
          onChange={(event) => setSeconds(event.currentTarget.value)}
        />
        <Button
          disabled={because !== null}
          title={because ?? undefined}
          loading={issue.isPending}
          onClick={() => issue.mutate()}
        >
          Approve
        </Button>
      </div>
      {issue.error ? <FailurePanel error={issue.error} title="Not approved." /> : null}
    </Panel>
  );
}

function exampleScope({ outputKind, classes: names, metadataFields }: Static<typeof UseCase>): string {
  const closed = metadataFields.find((field) => field.values?.length);
  if (closed)
    return `has(metadata.${closed.name}) && metadata.${closed.name} == "${closed.values?.[0] ?? ''}"`;
  return outputKind === 'class' && names[0]
    ? `label == "${names[0].name}" && confidence >= 0.6`
    : 'confidence >= 0.6';
}
