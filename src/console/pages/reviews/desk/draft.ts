import type { JsonValue } from '../../../../contract/parts.ts';
import type { NewVerdict, ReviewItem } from '../../../../contract/reviews.ts';
import { checkVerdict } from '../../../../core/reviews/check-verdict.ts';
import type { verdictKinds } from '../../../../core/reviews/resolve.ts';

export type VerdictKind = (typeof verdictKinds)[number];

/** What a reviewer has chosen and typed about one item; `output` is the text in the editor, null while untouched. */
export type Draft = {
  readonly kind: VerdictKind | null;
  readonly output: string | null;
  readonly reasonCodes: readonly string[];
  readonly comment: string;
};

export const blankDraft: Draft = { kind: null, output: null, reasonCodes: [], comment: '' };

export type Written = Omit<NewVerdict, 'claimToken'>;
export type Readiness = { ok: true; verdict: Written } | { ok: false; because: string };

/** How the output of an item is edited: one of the classes, plain text, or JSON as text. */
export function editorOf(item: ReviewItem): 'class' | 'text' | 'json' {
  if (item.useCase.outputKind === 'class') return 'class';
  return typeof item.output === 'string' ? 'text' : 'json';
}

/** The model's output as the editor shows it. */
export function outputText(item: ReviewItem): string {
  if (editorOf(item) === 'class') return item.label ?? String(item.output);
  return typeof item.output === 'string' ? item.output : JSON.stringify(item.output, null, 2);
}

/** The verdict a draft makes, or the one sentence why it cannot be sent yet. */
export function verdictOf(item: ReviewItem, draft: Draft): Readiness {
  if (draft.kind === null) return { ok: false, because: 'Choose a verdict first.' };
  const said = {
    ...(draft.reasonCodes.length > 0 ? { reasonCodes: [...draft.reasonCodes] } : {}),
    ...(draft.comment.trim() ? { comment: draft.comment.trim() } : {}),
  };
  if (item.outputHidden && draft.kind !== 'cannot-decide') return chosen(item, draft.output, said);
  if (draft.kind !== 'edit') return { ok: true, verdict: { kind: draft.kind, ...said } };
  if (draft.output === null || draft.output === outputText(item))
    return { ok: false, because: whatToChange(item) };
  const read = readOutput(item, draft.output);
  if (!read.ok) return read;
  const [problem] = checkVerdict(
    { kind: 'edit', output: read.output, reasonCodes: draft.reasonCodes },
    {
      outputKind: item.useCase.outputKind,
      classes: new Set(item.useCase.classes.map((known) => known.name)),
      reasonCodes: new Set(item.useCase.reasonCodes.map((known) => known.code)),
      label: item.label,
      output: item.output,
      hidden: false,
    },
  );
  if (problem) return { ok: false, because: problem.message };
  return { ok: true, verdict: { kind: 'edit', output: read.output, ...said } };
}

/** Where the output is hidden, the class says it all; the server knows whether that approves or edits. */
function chosen(item: ReviewItem, output: string | null, said: Omit<Written, 'kind' | 'output'>): Readiness {
  const known = item.useCase.classes.some(({ name }) => name === output);
  if (output === null || !known) return { ok: false, because: 'Choose the right class first.' };
  return { ok: true, verdict: { kind: 'choose', output, ...said } };
}

function whatToChange(item: ReviewItem): string {
  return editorOf(item) === 'class' ? 'Pick the right class first.' : 'Change the output first.';
}

type Read = { ok: true; output: JsonValue } | { ok: false; because: string };

function readOutput(item: ReviewItem, text: string): Read {
  if (editorOf(item) !== 'json') return { ok: true, output: text };
  try {
    return { ok: true, output: JSON.parse(text) as JsonValue }; // JSON.parse answers nothing else
  } catch (error) {
    return {
      ok: false,
      because: `This is not JSON yet: ${error instanceof Error ? error.message : 'unreadable'}.`,
    };
  }
}

/** Choosing the class the model said is an approval, any other one an edit. */
export function chooseClass(item: ReviewItem, draft: Draft, name: string): Draft {
  return name === outputText(item)
    ? { ...draft, kind: 'approve', output: null }
    : { ...draft, kind: 'edit', output: name };
}

/** Choosing "edit" opens the editor on the model's output; a class stays to be picked. */
export function chooseKind(item: ReviewItem, draft: Draft, kind: VerdictKind): Draft {
  const opens = kind === 'edit' && draft.output === null && editorOf(item) !== 'class';
  return { ...draft, kind, output: opens ? outputText(item) : draft.output };
}

export function toggleReason(draft: Draft, code: string): Draft {
  const chosen = draft.reasonCodes.includes(code);
  const reasonCodes = chosen ? draft.reasonCodes.filter((one) => one !== code) : [...draft.reasonCodes, code];
  return { ...draft, reasonCodes };
}

export function isBlank(draft: Draft): boolean {
  return (
    draft.kind === null && draft.output === null && draft.reasonCodes.length === 0 && draft.comment === ''
  );
}

/** A stored draft as it comes back from the server or the browser; what does not fit is left out. */
export function readDraft(stored: Readonly<Record<string, unknown>> | null | undefined): Draft {
  if (!stored) return blankDraft;
  const { kind, output, reasonCodes, comment } = stored;
  return {
    kind: kinds.find((known) => known === kind) ?? null,
    output: typeof output === 'string' ? output : null,
    reasonCodes: Array.isArray(reasonCodes) ? reasonCodes.filter((code) => typeof code === 'string') : [],
    comment: typeof comment === 'string' ? comment : '',
  };
}

const kinds: readonly VerdictKind[] = ['approve', 'edit', 'reject', 'cannot-decide'];
