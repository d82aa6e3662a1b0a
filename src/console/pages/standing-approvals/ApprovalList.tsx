import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { revokeStandingApproval, type StandingApproval } from '../../../contract/standing-approvals.ts';
import { client } from '../../client.ts';
import { PathLink } from '../../parts/PathLink.tsx';
import { paths } from '../../paths.ts';
import { useMissing } from '../../session.ts';
import { DataTable, type TableColumn } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Mark, type Tone } from '../../ui/Mark.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { say } from '../../ui/say.ts';
import { TimeAgo } from '../../ui/TimeAgo.tsx';
import { numberWords } from '../../ui/words.ts';
import classes from './StandingApprovals.module.css';

const states: Readonly<Record<StandingApproval['state'], { words: string; tone: Tone }>> = {
  'in-force': { words: 'in force', tone: 'released' },
  expired: { words: 'expired', tone: 'neutral' },
  revoked: { words: 'revoked', tone: 'refused' },
};

/** Approvals there are and were; one in force is taken back with one click. */
export function ApprovalList({
  useCaseId,
  approvals,
}: {
  useCaseId: string;
  approvals: readonly StandingApproval[];
}) {
  const mayNot = useMissing('standing-approvals:write');
  const mayReadDecisions = useMissing('decisions:read') === null;
  const queryClient = useQueryClient();
  const revoke = useMutation({
    mutationFn: ({ standingApprovalId }: StandingApproval) =>
      client.call(revokeStandingApproval, { params: { standingApprovalId } }),
    onSuccess: () => say('Revoked: from the next decision on it releases nothing.'),
    onError: (error) => say(error.message),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['standing-approvals', useCaseId] }),
  });
  if (approvals.length === 0) {
    return (
      <Panel>
        <EmptyState icon="approvals" title="None has been given.">
          For an agent that makes the same harmless call all afternoon, or a campaign whose messages were read
          once.
        </EmptyState>
      </Panel>
    );
  }
  const columns: readonly TableColumn<StandingApproval>[] = [
    {
      name: 'Decisions',
      show: (one) => (
        <>
          <code className="break">{one.scope}</code>
          <div className={classes.reason}>{one.reason}</div>
        </>
      ),
    },
    { name: 'State', show: (one) => <State approval={one} /> },
    {
      name: 'Released',
      numeric: true,
      wideOnly: true,
      show: (one) => <Released approval={one} mayRead={mayReadDecisions} />,
    },
    { name: 'By', wideOnly: true, show: (one) => one.issuedBy },
    {
      name: 'Action',
      hideName: true,
      show: (one) =>
        one.state === 'in-force' ? (
          <Button
            size="compact-sm"
            variant="default"
            disabled={mayNot !== null}
            title={mayNot ?? undefined}
            loading={revoke.isPending && revoke.variables === one}
            onClick={() => revoke.mutate(one)}
          >
            Revoke<span className="unseen"> {one.reason}</span>
          </Button>
        ) : null,
    },
  ];
  return (
    <Panel title="Given" hint="Newest first" flush>
      <DataTable
        label="Standing approvals"
        columns={columns}
        rows={approvals}
        rowKey={(one) => one.standingApprovalId}
      />
    </Panel>
  );
}

/** In which state it is, and since or until when. */
function State({ approval: { state, expiresAt, revokedAt, revokedBy } }: { approval: StandingApproval }) {
  return (
    <>
      <Mark tone={states[state].tone}>{states[state].words}</Mark>
      <div className={classes.reason}>
        {revokedAt ? (
          <>
            <TimeAgo at={revokedAt} /> by {revokedBy}
          </>
        ) : (
          <>
            {state === 'in-force' ? 'ends ' : 'ended '}
            <TimeAgo at={expiresAt} />
          </>
        )}
      </div>
    </>
  );
}

function Released({ approval, mayRead }: { approval: StandingApproval; mayRead: boolean }) {
  const { released, useCaseId, standingApprovalId } = approval;
  if (released === 0 || !mayRead) return numberWords(released);
  return (
    <PathLink path={paths.decisions({ useCaseId, standingApprovalId })}>
      {numberWords(released)}
      <span className="unseen"> decisions under {approval.reason}</span>
    </PathLink>
  );
}
