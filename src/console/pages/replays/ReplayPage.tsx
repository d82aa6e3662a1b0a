import { Button, Progress } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { cancelReplay, type Replay } from '../../../contract/replays.ts';
import { client } from '../../client.ts';
import { PathLink } from '../../parts/PathLink.tsx';
import { oneUseCaseQuery } from '../../parts/use-case-queries.ts';
import { paths } from '../../paths.ts';
import { useMissing } from '../../session.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { Mark } from '../../ui/Mark.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { say } from '../../ui/say.ts';
import { TimeAgo } from '../../ui/TimeAgo.tsx';
import { momentWords, numberWords } from '../../ui/words.ts';
import { isRunning, replayQuery } from './queries.ts';
import { ResultView } from './ResultView.tsx';
import { askedAgain } from './replay-search.ts';
import { baselineName, draftName, replayStates } from './replay-words.ts';

const route = getRouteApi('/signed-in/replays/$replayId');

/** One replay: how far it is, and what came of it. */
export default function ReplayPage() {
  const { replayId } = route.useParams();
  const { data: replay } = useSuspenseQuery(replayQuery(replayId));
  const { data: useCase } = useSuspenseQuery(oneUseCaseQuery(replay.useCaseId));
  const { words, tone } = replayStates[replay.state];
  return (
    <Page
      title={`Replay of ${draftName(replay)}`}
      lead={
        <>
          <Mark tone={tone}>{words}</Mark> {useCase.name}: decisions from {momentWords(replay.from)} to{' '}
          {momentWords(replay.before)}, compared with {baselineName(replay)}. Asked by {replay.requestedBy}{' '}
          <TimeAgo at={replay.requestedAt} />.
        </>
      }
      actions={
        <>
          <Button
            component={PathLink}
            path={paths.replays({ useCaseId: replay.useCaseId })}
            variant="default"
          >
            All replays
          </Button>
          {isRunning(replay) ? null : (
            <Button component={PathLink} path={paths.replays(askedAgain(replay))} variant="default">
              Replay again
            </Button>
          )}
          {replay.draft ? (
            <Button component={PathLink} path={paths.policyVersion(replay.draft.policyVersionId)}>
              Open version {replay.draft.version}
            </Button>
          ) : null}
        </>
      }
    >
      {isRunning(replay) ? <Running replay={replay} /> : null}
      {replay.because ? <ErrorPanel title="It did not come to its end." detail={replay.because} /> : null}
      {replay.state === 'cancelled' ? (
        <Panel>
          <EmptyState icon="replays" title="It was cancelled.">
            {numberWords(replay.progress.decisions)} decisions had been replayed; nothing of it is kept.
          </EmptyState>
        </Panel>
      ) : null}
      {replay.result ? <ResultView replay={replay} result={replay.result} /> : null}
    </Page>
  );
}

function Running({ replay }: { replay: Replay }) {
  const mayNot = useMissing('replays:run');
  const queryClient = useQueryClient();
  const { replayId, progress } = replay;
  const cancel = useMutation({
    mutationFn: () => client.call(cancelReplay, { params: { replayId } }),
    onSuccess: (answer) => queryClient.setQueryData(replayQuery(replayId).queryKey, answer),
    onError: (error) => say(error.message),
  });
  const share = progress.total ? progress.decisions / progress.total : 0;
  return (
    <Panel
      title={replay.state === 'waiting' ? 'Waiting for its turn' : 'Replaying'}
      actions={
        <Button
          size="xs"
          variant="default"
          disabled={mayNot !== null}
          title={mayNot ?? undefined}
          loading={cancel.isPending}
          onClick={() => cancel.mutate()}
        >
          Cancel
        </Button>
      }
    >
      <Progress value={share * 100} aria-label="Progress of the replay" animated />
      <p className="soft" aria-live="polite">
        {numberWords(progress.decisions)}
        {progress.total ? ` of ${numberWords(progress.total)}` : ''} decisions
      </p>
    </Panel>
  );
}
