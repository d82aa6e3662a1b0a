import type { PolicySubject } from '../../use-cases/use-case.ts';
import { error, type PolicyProblem } from './problem.ts';

/** A safe output goes where the model's output was meant to go, so it has to be of its kind. */
export function checkOutput(
  { at, who, output }: { readonly at: string; readonly who: string; readonly output: unknown },
  { outputKind, classes }: PolicySubject,
): readonly PolicyProblem[] {
  if (outputKind === 'class' && !classes.some(({ name }) => name === output))
    return [error(at, `${who}: the safe output must be one of the classes of this use case.`)];
  if (outputKind === 'text' && typeof output !== 'string')
    return [error(at, `${who}: the safe output must be a text, as this use case puts out texts.`)];
  return [];
}
