import { Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { changeUseCase, confirmLowering } from '../../../contract/use-cases.ts';
import { mayConfirmLowering } from '../../../core/use-cases/lower-risk.ts';
import { client } from '../../client.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { oneUseCaseQuery } from '../../parts/use-case-queries.ts';
import { useMissing, useSession } from '../../session.ts';
import { Panel } from '../../ui/Panel.tsx';
import { say } from '../../ui/say.ts';
import { TimeAgo } from '../../ui/TimeAgo.tsx';
import { riskWords, type UseCase } from './use-case.ts';

type Lowering = NonNullable<UseCase['lowering']>;

/** A lower risk class that was asked for, and what can be done about it. */
export function LoweringPanel({ useCase }: { useCase: UseCase }) {
  return useCase.lowering ? <Asked useCase={useCase} lowering={useCase.lowering} /> : null;
}

function Asked({ useCase, lowering }: { useCase: UseCase; lowering: Lowering }) {
  const session = useSession();
  const mayNot = useMissing('use-cases:write');
  const { confirm, drop, error, busy } = useAnswers(useCase);
  const own = mayConfirmLowering(session.person.personId, lowering.askedBy)
    ? null
    : 'You asked for it, so somebody else has to confirm it.';
  const because = mayNot ?? own;
  const to = riskWords[lowering.riskClass].toLowerCase();
  return (
    <Panel title={`Lower the risk class to ${to}?`}>
      <p>
        {lowering.askedByName} asked for it <TimeAgo at={lowering.askedAt} />. Until another person confirms
        it, the risk stays high, and policies need two people. Below high, one person can publish alone.
      </p>
      {error ? <FailurePanel error={error} title="Nothing was changed." /> : null}
      <Group mt="sm">
        <Button disabled={because !== null} title={because ?? undefined} loading={busy} onClick={confirm}>
          Confirm {to} risk
        </Button>
        <Button
          variant="default"
          disabled={mayNot !== null}
          title={mayNot ?? undefined}
          loading={busy}
          onClick={drop}
        >
          Keep it high
        </Button>
        {own ? <span className="soft">{own}</span> : null}
      </Group>
    </Panel>
  );
}

function useAnswers({ useCaseId, revision }: UseCase) {
  const queryClient = useQueryClient();
  const params = { useCaseId };
  const onSuccess = async (saved: UseCase) => {
    say(saved.riskClass === 'high' ? 'The risk class stays high.' : 'The risk class is lower now.');
    queryClient.setQueryData(oneUseCaseQuery(useCaseId).queryKey, saved);
    await queryClient.invalidateQueries({ queryKey: ['use-cases'] });
  };
  const confirming = useMutation({
    mutationFn: () => client.call(confirmLowering, { params, body: { revision } }),
    onSuccess,
  });
  const dropping = useMutation({
    mutationFn: () => client.call(changeUseCase, { params, body: { revision, riskClass: 'high' } }),
    onSuccess,
  });
  return {
    confirm: () => confirming.mutate(),
    drop: () => dropping.mutate(),
    error: confirming.error ?? dropping.error,
    busy: confirming.isPending || dropping.isPending,
  };
}
