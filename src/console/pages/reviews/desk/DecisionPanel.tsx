import { type RefObject, useState } from 'react';
import { Countdown } from '../../../ui/Countdown.tsx';
import { KeyHint } from '../../../ui/KeyHint.tsx';
import { TimeAgo } from '../../../ui/TimeAgo.tsx';
import { ClassPicker } from './ClassPicker.tsx';
import classes from './DecisionPanel.module.css';
import type { DeskActions } from './desk-actions.ts';
import type { DeskState, Held } from './desk-state.ts';
import { editorOf, verdictOf } from './draft.ts';
import { ReasonChoice } from './ReasonChoice.tsx';
import { reviewKeys } from './review-keys.ts';
import { VerdictButtons } from './VerdictButtons.tsx';
import { verdictButtons } from './verdict-words.ts';

export type DecisionPanelProps = {
  held: Held;
  draftKept: DeskState['draftKept'];
  actions: DeskActions;
  pulsing: string | null;
  comment: RefObject<HTMLTextAreaElement | null>;
  editor: RefObject<{ focus(): void } | null>;
};

/** What the reviewer says about the item; beside it on a wide screen, a sheet at the foot of a phone. */
export function DecisionPanel({ held, draftKept, actions, pulsing, comment, editor }: DecisionPanelProps) {
  const { item } = held.claim;
  const { draft } = held;
  const [unfolded, setUnfolded] = useState(false);
  const open = unfolded || needsMore(held);
  return (
    <aside className={classes.panel} aria-label="Your verdict" data-open={open || undefined}>
      <p className={classes.times}>
        <span>
          due <TimeAgo at={item.dueAt} />
        </span>
        {held.lost ? (
          <span className={classes.over}>claim ended</span>
        ) : (
          <Countdown until={new Date(held.endsAtMs).toISOString()} label="yours for" urgentSeconds={30} />
        )}
      </p>
      <Judging item={item} />
      <div className={classes.details}>
        {editorOf(item) === 'class' ? (
          <ClassPicker held={held} actions={actions} pulsing={pulsing} editor={editor} />
        ) : null}
        <ReasonChoice held={held} actions={actions} pulsing={pulsing} />
        <label className={classes.comment}>
          <span className={classes.label}>
            Comment <KeyHint>{reviewKeys.comment.shown}</KeyHint>
          </span>
          <textarea
            ref={comment}
            rows={2}
            maxLength={10_000}
            value={draft.comment}
            disabled={held.lost !== null}
            aria-keyshortcuts="C"
            onChange={(event) => actions.type({ ...draft, comment: event.currentTarget.value })}
            onKeyDown={(event) => {
              if (event.key === 'Escape') document.getElementById('item-title')?.focus();
            }}
          />
        </label>
        <p className={classes.kept} role="status">
          {draftKept === 'server' ? 'Draft saved.' : draftKept === 'here' ? 'Draft kept in this tab.' : ''}
        </p>
      </div>
      <footer className={classes.foot}>
        <SendButton held={held} actions={actions} pulsing={pulsing} />
        <VerdictButtons held={held} actions={actions} pulsing={pulsing} editor={editor} />
        <div className={classes.aside}>
          <AsideButton
            name="skip"
            pulsing={pulsing}
            disabled={held.lost !== null}
            onClick={() => actions.setDialog('skip')}
          >
            Skip
          </AsideButton>
          <button
            type="button"
            className={classes.unfold}
            aria-expanded={open}
            onClick={() => setUnfolded(!open)}
          >
            {open ? 'Less' : item.outputHidden ? 'Choose a class' : 'More …'}
          </button>
          <AsideButton
            name="park"
            pulsing={pulsing}
            disabled={held.lost !== null}
            onClick={() => actions.setDialog('park')}
          >
            Park
          </AsideButton>
        </div>
      </footer>
    </aside>
  );
}

/** How many people are asked, and what they may not see; nothing in the ordinary case of one who sees everything. */
function Judging({ item }: { item: Held['claim']['item'] }) {
  const { least, most, given } = item.judgements;
  const words = [
    ...(most > 1 ? [`judgement ${given + 1} of ${least === most ? least : `${least} to ${most}`}`] : []),
    ...(item.blind ? ['blind: what the model and others think is hidden'] : []),
    ...(item.qualification ? [`for ${item.qualification}`] : []),
    ...(item.escalatedAt ? ['escalated to experts'] : []),
  ];
  return words.length === 0 ? null : <p className={classes.judging}>{words.join('; ')}</p>;
}

/** Whether what is chosen asks for something that a folded sheet would hide. */
function needsMore({ claim, draft }: Held): boolean {
  if (draft.kind === 'edit') return editorOf(claim.item) === 'class' && draft.output === null;
  return draft.kind === 'reject' || draft.kind === 'cannot-decide';
}

type SendButtonProps = { held: Held; actions: DeskActions; pulsing: string | null };

/** Shows once something is chosen that is not sent at once; says what is missing while it cannot be sent. */
function SendButton({ held, actions, pulsing }: SendButtonProps) {
  const { kind, output } = held.draft;
  if (kind === null) return null;
  const ready = verdictOf(held.claim.item, held.draft);
  const what =
    kind === 'edit' && editorOf(held.claim.item) === 'class' && output ? output : verdictButtons[kind].words;
  return (
    <div>
      <button
        type="button"
        className={classes.send}
        data-tone={verdictButtons[kind].tone}
        data-pulse={pulsing === 'submit' || undefined}
        disabled={!ready.ok || held.lost !== null}
        aria-keyshortcuts="Control+Enter Meta+Enter"
        aria-describedby="send-problem"
        onClick={actions.send}
      >
        <span className={classes.what}>Send “{what}”</span> <KeyHint>{reviewKeys.submit.shown}</KeyHint>
      </button>
      <p className={classes.missing} id="send-problem">
        {held.lost ? 'Claim the item again first.' : ready.ok ? '' : ready.because}
      </p>
    </div>
  );
}

type AsideButtonProps = {
  name: 'skip' | 'park';
  pulsing: string | null;
  disabled: boolean;
  onClick: () => void;
  children: string;
};

function AsideButton({ name, pulsing, disabled, onClick, children }: AsideButtonProps) {
  return (
    <button
      type="button"
      className={classes.asideButton}
      disabled={disabled}
      aria-keyshortcuts={reviewKeys[name].shown}
      data-pulse={pulsing === name || undefined}
      title={reviewKeys[name].label}
      onClick={onClick}
    >
      {children} <KeyHint>{reviewKeys[name].shown}</KeyHint>
    </button>
  );
}
