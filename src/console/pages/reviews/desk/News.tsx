import type { DeskState } from './desk-state.ts';
import { outputText } from './draft.ts';
import { verdictWords } from './verdict-words.ts';

/** What has just happened and what is on screen now, for screen readers only; the eye sees it. */
export function News({ state, hidden }: { state: DeskState; hidden: boolean }) {
  return (
    <p role="status" aria-live="polite" className="unseen">
      {newsOf(state, hidden)}
    </p>
  );
}

function newsOf({ said, outgoing, undoable, current }: DeskState, hidden: boolean): string {
  const last = outgoing.findLast((one) => one.errand.kind === 'verdict')?.errand;
  const given = last?.kind === 'verdict' ? last.verdict.kind : undoable.at(-1)?.kind;
  const item = current?.claim.item;
  const suggested =
    item && !hidden && !item.outputHidden ? `, suggested ${outputText(item).slice(0, 80)}` : '';
  const now = item ? `Next item: ${item.useCase.name}${suggested}.` : 'Nothing on screen.';
  return [said?.sentence, given ? `${verdictWords[given]}.` : '', now].filter(Boolean).join(' ');
}
