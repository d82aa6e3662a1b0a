import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { usePageTitle } from '../../../ui/Page.tsx';
import { myVerdictsQuery, queuesQuery } from '../queries.ts';
import type { Question } from './ask-server.ts';
import { DecisionPanel } from './DecisionPanel.tsx';
import classes from './Desk.module.css';
import { DeskBar } from './DeskBar.tsx';
import { type DeskActions, useDeskActions } from './desk-actions.ts';
import { type DeskState, phaseOf } from './desk-state.ts';
import { EmptyDesk } from './EmptyDesk.tsx';
import { Guideline } from './Guideline.tsx';
import { ItemView } from './ItemView.tsx';
import { LapsedPanel } from './LapsedPanel.tsx';
import { News } from './News.tsx';
import { ParkDialog } from './ParkDialog.tsx';
import { SaidToast } from './SaidToast.tsx';
import { SeekingDesk } from './SeekingDesk.tsx';
import { SkipDialog } from './SkipDialog.tsx';
import { StuckDesk } from './StuckDesk.tsx';
import { UndoToast } from './UndoToast.tsx';
import { useDesk } from './use-desk.ts';
import { useDeskKeys } from './use-desk-keys.ts';
import { usePulse } from './use-pulse.ts';

/** The reviewer's desk: one item after the other, the next one ready before this one is judged. */
export function Desk({ question }: { question: Question }) {
  usePageTitle('Review');
  const { state, send } = useDesk(question);
  const actions = useDeskActions(state, send);
  const [pulsing, pulse] = usePulse();
  const comment = useRef<HTMLTextAreaElement>(null);
  const editor = useRef<{ focus(): void }>(null);
  useDeskKeys(state, {
    actions,
    pulse,
    focus: {
      comment: () => comment.current?.focus(),
      editor: () => setTimeout(() => editor.current?.focus()),
    },
  });
  const { data: queues } = useQuery({ ...queuesQuery, refetchInterval: 5000 });
  const { data: mine } = useQuery(myVerdictsQuery);
  const { current } = state;
  const withGuideline = actions.guideline && current !== null && current.claim.item.useCase.guideline !== '';
  return (
    <div className={classes.desk}>
      <DeskBar
        state={state}
        question={question}
        queues={queues?.items ?? []}
        verdicts={mine?.items ?? []}
        actions={actions}
        pulsing={pulsing}
      />
      <News state={state} hidden={actions.hidden} />
      {current ? (
        <div className={classes.places} data-guideline={withGuideline || undefined}>
          {withGuideline ? <Guideline text={current.claim.item.useCase.guideline} /> : null}
          <div className={classes.item}>
            {current.lost || current.trouble ? <LapsedPanel held={current} actions={actions} /> : null}
            <ItemView held={current} actions={actions} editor={editor} />
          </div>
          <DecisionPanel
            key={current.claim.item.taskId}
            held={current}
            draftKept={state.draftKept}
            actions={actions}
            pulsing={pulsing}
            comment={comment}
            editor={editor}
          />
        </div>
      ) : (
        <NoItem state={state} question={question} actions={actions} />
      )}
      <Toast state={state} onUndo={actions.undo} />
      {actions.dialog === 'skip' ? (
        <SkipDialog onSkip={actions.skip} onClose={() => actions.setDialog(null)} />
      ) : null}
      {actions.dialog === 'park' ? (
        <ParkDialog onPark={actions.park} onClose={() => actions.setDialog(null)} />
      ) : null}
      <FocusItem taskId={current?.claim.item.taskId ?? null} />
    </div>
  );
}

/** What can be undone comes first; a trouble that stands at the item needs no second place. */
function Toast({ state, onUndo }: { state: DeskState; onUndo: () => void }) {
  const { said, undoable, current } = state;
  if (said && (undoable.length === 0 || said.trouble) && !current?.lost && !current?.trouble) {
    return <SaidToast said={said} />;
  }
  return <UndoToast state={state} onUndo={onUndo} />;
}

type NoItemProps = {
  state: DeskState;
  question: Question;
  actions: DeskActions;
};

function NoItem({ state, question, actions }: NoItemProps) {
  const phase = phaseOf(state);
  if (phase === 'seeking') return <SeekingDesk />;
  if (phase === 'stuck' && state.stuck) return <StuckDesk trouble={state.stuck} onRetry={actions.next} />;
  return <EmptyDesk question={question} onLook={actions.next} />;
}

/** Each new item takes the focus to its heading: keys work at once, and a screen reader reads on from there. */
function FocusItem({ taskId }: { taskId: string | null }) {
  useEffect(() => {
    if (!taskId) return;
    window.scrollTo(0, 0);
    document.getElementById('item-title')?.focus({ preventScroll: true });
  }, [taskId]);
  return null;
}
