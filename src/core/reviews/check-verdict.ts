import type { OutputKind } from '../use-cases/use-case.ts';
import type { SubmittedKind } from './blind.ts';
import { sameJson } from './same-json.ts';

/** What the reviewer says; `output` is undefined where none was given. */
export type GivenVerdict = {
  readonly kind: SubmittedKind;
  readonly output: unknown;
  readonly reasonCodes: readonly string[];
};

/** What it is said about; `output` is undefined where the model's output has been erased. */
export type JudgedOutput = {
  readonly outputKind: OutputKind;
  readonly classes: ReadonlySet<string>;
  readonly reasonCodes: ReadonlySet<string>;
  readonly label: string | null;
  readonly output: unknown;
  /** Whether the reviewer judges without having seen it. */
  readonly hidden: boolean;
};

export type VerdictProblem = { readonly at: string; readonly message: string };

/**
 * What a schema cannot say about a verdict; empty when there is nothing wrong.
 *
 * An edit must fit where the model's output was meant to go: a class is one of the use case's classes, anything else
 * keeps the JSON type of what it replaces. An edit that changes nothing is refused, because it would count as an
 * override although reviewer and model agree. Where the output is hidden the right class is chosen, and nothing is said
 * that would need to have seen it. Linear in the size of the output.
 *
 * @example checkVerdict({ kind: 'edit', output: 'refund', reasonCodes: [] }, { label: 'refund', … })
 * // [{ at: '/output', message: 'This is what the model said; that is an approval.' }]
 */
export function checkVerdict(given: GivenVerdict, judged: JudgedOutput): readonly VerdictProblem[] {
  const unknown = given.reasonCodes.filter((code) => !judged.reasonCodes.has(code));
  return [
    ...checkOutput(given, judged),
    ...unknown.map((code) => ({
      at: '/reasonCodes',
      message: `"${code}" is no reason code of this use case.`,
    })),
  ];
}

function checkOutput({ kind, output }: GivenVerdict, judged: JudgedOutput): VerdictProblem[] {
  if (judged.hidden !== (kind === 'choose') && kind !== 'cannot-decide') {
    const message = judged.hidden
      ? 'The output is hidden here: choose the right class, or say that you cannot decide.'
      : 'The output is shown here: approve it, edit it or reject it.';
    return [{ at: '/kind', message }];
  }
  if (kind === 'choose')
    return isClass(output, judged) ? [] : [problem('Choose one of the classes of this use case.')];
  if (kind !== 'edit') {
    return output === undefined ? [] : [problem('Only an edit comes with an output; leave it out.')];
  }
  if (output === undefined) return [problem('An edit needs the corrected output.')];
  return judged.outputKind === 'class' ? checkClass(output, judged) : checkFree(output, judged);
}

function checkClass(output: unknown, judged: JudgedOutput): VerdictProblem[] {
  const { label, output: said } = judged;
  if (!isClass(output, judged))
    return [problem('The corrected output must be one of the classes of this use case.')];
  return output === (label ?? said) ? [problem('This is what the model said; that is an approval.')] : [];
}

function isClass(output: unknown, { classes }: JudgedOutput): boolean {
  return typeof output === 'string' && classes.has(output);
}

function checkFree(output: unknown, { output: said }: JudgedOutput): VerdictProblem[] {
  if (output === null) return [problem('An edit needs the corrected output; to allow none, reject.')];
  if (said === undefined) return [];
  if (said !== null && jsonType(output) !== jsonType(said)) {
    return [problem(`The model's output is ${jsonType(said)}; the corrected one must be the same.`)];
  }
  return sameJson(output, said) ? [problem('This is what the model said; that is an approval.')] : [];
}

function problem(message: string): VerdictProblem {
  return { at: '/output', message };
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
