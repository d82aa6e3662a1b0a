import type { MetadataField } from '../use-cases/use-case.ts';

/** A labelled row from outside, as it came. */
export type GivenRow = {
  readonly confidence: number;
  readonly correct?: boolean;
  /** What the model chose, and what would have been right. */
  readonly label?: string;
  readonly truth?: string;
  readonly metadata?: Readonly<Record<string, string | number | boolean>>;
};

/** The same with its outcome settled. */
export type ValidationRow = {
  readonly confidence: number;
  readonly correct: boolean;
  readonly label: string | null;
  readonly metadata: Readonly<Record<string, string | number | boolean>>;
};

export type RowCheck =
  | { readonly ok: true; readonly row: ValidationRow }
  | { readonly ok: false; readonly because: string };

/**
 * Settles whether the model was right: as the row says, or because label and truth are the same. A row that says neither, or
 * contradicts itself, is refused rather than guessed at.
 *
 * @example checkRow({ confidence: 0.9, label: 'refund', truth: 'fraud' }, []) // correct: false
 */
export function checkRow(given: GivenRow, fields: readonly MetadataField[]): RowCheck {
  const { confidence, label = null, metadata = {} } = given;
  if (!(confidence >= 0 && confidence <= 1))
    return no(`The confidence ${confidence} is not between 0 and 1.`);
  const outcome = outcomeOf(given);
  if (typeof outcome === 'string') return no(outcome);
  const because = whyNotStored(label) ?? whyNotMetadata(metadata, fields);
  if (because !== null) return no(because);
  return { ok: true, row: { confidence, correct: outcome, label, metadata } };
}

function outcomeOf({ correct, label, truth }: GivenRow): boolean | string {
  const both = label !== undefined && truth !== undefined;
  if (correct === undefined)
    return both ? label === truth : 'It has neither "correct" nor both "label" and "truth".';
  if (!both || correct === (label === truth)) return correct;
  return `"correct" says ${correct}, but the label is "${label}" and the truth "${truth}".`;
}

function whyNotMetadata(
  metadata: GivenRow['metadata'] & object,
  fields: readonly MetadataField[],
): string | null {
  for (const [name, value] of Object.entries(metadata)) {
    const field = fields.find((known) => known.name === name);
    if (!field) return `The use case has no metadata field "${name}".`;
    const because = whyNotOf(field, value) ?? whyNotStored(value);
    if (because !== null) return `metadata.${name}: ${because}`;
  }
  return null;
}

function whyNotOf({ type }: MetadataField, value: string | number | boolean): string | null {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? null : 'It has to be a text.';
    case 'boolean':
      return typeof value === 'boolean' ? null : 'It has to be true or false.';
    case 'number':
      return typeof value === 'number' ? null : 'It has to be a number.';
    case 'integer':
      return Number.isSafeInteger(value) ? null : 'It has to be a whole number.';
    case 'timestamp':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? null : 'It has to be a time.';
    default:
      return type satisfies never;
  }
}

/** PostgreSQL's jsonb holds neither U+0000 nor half a surrogate pair. */
function whyNotStored(value: string | number | boolean | null): string | null {
  const bad = typeof value === 'string' && (value.includes('\0') || !value.isWellFormed());
  return bad ? 'It holds a character that cannot be stored.' : null;
}

function no(because: string): RowCheck {
  return { ok: false, because };
}
