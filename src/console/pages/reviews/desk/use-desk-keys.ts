import { type PageKey, useKeys } from '../../../keys.ts';
import type { DeskActions } from './desk-actions.ts';
import type { DeskState } from './desk-state.ts';
import { editorOf } from './draft.ts';
import { listedOptions } from './options.ts';
import {
  optionKey,
  places,
  type ReviewKey,
  type ReviewKeyName,
  reasonKey,
  reviewKeys,
} from './review-keys.ts';

export type DeskFocus = { comment: () => void; editor: () => void };

/** Binds the keys of the desk to its actions; a key held down fires once. */
export function useDeskKeys(
  state: DeskState,
  { actions, focus, pulse }: { actions: DeskActions; focus: DeskFocus; pulse: (name: string) => void },
): void {
  const item = state.current?.claim.item;
  const judging = state.current !== null && state.current.lost === null;
  const bind = (key: ReviewKey, name: string, run: () => void): PageKey => ({
    ...key,
    run: (event) => {
      if (event.repeat) return;
      pulse(name);
      run();
    },
  });
  const key = (name: ReviewKeyName, run: () => void) => bind(reviewKeys[name], name, run);
  const options = item && editorOf(item) === 'class' && !actions.hidden ? listedOptions(item, false) : [];
  const reasons = item?.useCase.reasonCodes ?? [];
  useKeys([
    ...(judging
      ? [
          ...(actions.hidden ? [] : [key('approve', () => actions.choose('approve'))]),
          key('reject', () => actions.choose('reject')),
          key('edit', () => {
            actions.choose('edit');
            focus.editor();
          }),
          key('cannot-decide', () => actions.choose('cannot-decide')),
          { ...key('submit', actions.send), whileTyping: true },
          ...places.flatMap((place) => {
            const option = options[place - 1];
            if (!option) return [];
            const named = { ...optionKey(place), label: `Pick “${option.name}”` };
            return [bind(named, `option ${place}`, () => actions.pick(option.name))];
          }),
          ...places.flatMap((place) => {
            const reason = reasons[place - 1];
            const shown = { ...reasonKey(place), label: `Tick “${reason?.label}”` };
            return reason ? [bind(shown, `reason ${place}`, () => actions.reason(reason.code))] : [];
          }),
          key('comment', focus.comment),
          key('skip', () => actions.setDialog('skip')),
          key('park', () => actions.setDialog('park')),
          key('suggestion', actions.toggleSuggestion),
          ...(item && editorOf(item) !== 'class' ? [key('difference', actions.toggleDifference)] : []),
        ]
      : [
          ...(state.current?.lost?.claimable ? [key('again', actions.again)] : []),
          key('next', actions.next),
        ]),
    key('undo', actions.undo),
    ...(item?.useCase.guideline ? [key('guideline', actions.toggleGuideline)] : []),
  ]);
}
