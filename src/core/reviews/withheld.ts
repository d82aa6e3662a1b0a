import { type Actor, may } from '../access/actor.ts';
import type { OutputKind } from '../use-cases/use-case.ts';
import { type Hidden, hiddenFrom } from './blind.ts';
import type { TaskState } from './task-life.ts';

/** The task of a decision, as far as it says what may be told. */
export type Asking = {
  readonly state: TaskState;
  readonly blind: boolean;
  readonly most: number;
  readonly outputKind: OutputKind;
};

/** What is withheld of a decision: what a blind task hides, and what people said and who they are. */
export type Withheld = Hidden & { readonly verdicts: boolean };

const nothing: Withheld = { output: false, opinions: false, verdicts: false };

/**
 * What a reader of a decision is not told, wherever they read it.
 *
 * Whoever could still be asked to judge must not find elsewhere what the review page hides from them, nor what others
 * say where several judge independently. That holds until the task has ended, since a verdict can be taken back before. Who
 * oversees judges is told everything; a machine judges nothing.
 *
 * @example withheldFrom(reviewer, { state: 'open', blind: true, most: 1, outputKind: 'class' })
 * // { output: true, opinions: true, verdicts: true }
 */
export function withheldFrom(reader: Actor, task: Asking | null): Withheld {
  if (!isKeptBlind(reader) || task === null || hasEnded(task.state)) return nothing;
  return { ...hiddenFrom(task), verdicts: task.blind || task.most > 1 };
}

/** Is anything withheld from this reader of decisions at all? */
export function isKeptBlind(reader: Actor): boolean {
  return reader.kind === 'person' && !may(reader, 'hidden:read');
}

function hasEnded(state: TaskState): boolean {
  return state === 'resolved' || state === 'cancelled';
}
