import { isTimestamp } from '../../use-cases/check-metadata.ts';
import { type BySlice, slicedField } from '../../use-cases/slice.ts';
import type { MetadataField, PolicySubject } from '../../use-cases/use-case.ts';
import { pointer } from './pointer.ts';
import { error, type PolicyProblem } from './problem.ts';

/** Values for slices there cannot be would never count, and their owner believes that they do. */
export function checkSlices(
  { by, values }: BySlice,
  { at, who, subject }: { readonly at: string; readonly who: string; readonly subject: PolicySubject },
): readonly PolicyProblem[] {
  const parting = partingOf(by, subject);
  if (!parting.ok) return [error(`${at}/by`, `${who}: ${parting.because}`)];
  return Object.keys(values)
    .filter((slice) => !parting.has(slice))
    .map((slice) => error(`${at}/values/${pointer(slice)}`, `${who}: "${slice}" is no ${parting.what}.`));
}

type Parting =
  | { readonly ok: true; readonly has: (slice: string) => boolean; readonly what: string }
  | { readonly ok: false; readonly because: string };

function partingOf(by: string, { outputKind, classes, metadataFields }: PolicySubject): Parting {
  const name = slicedField(by);
  if (name === null) {
    if (outputKind !== 'class')
      return { ok: false, because: 'this use case has no classes, so there are no values by class.' };
    const names = new Set(classes.map((one) => one.name));
    return { ok: true, has: (slice) => names.has(slice), what: 'class of this use case' };
  }
  const field = metadataFields.find((one) => one.name === name);
  if (field) return { ok: true, has: (slice) => canBe(slice, field), what: `value that ${by} can have` };
  const there = metadataFields.map((one) => one.name).join(', ') || 'none';
  return { ok: false, because: `${by} is not a field of this use case; it has ${there}.` };
}

/** All slices there can be, with every decision in one of them; null where that is not known. */
export function allSlices(by: string, { classes, metadataFields }: PolicySubject): readonly string[] | null {
  const name = slicedField(by);
  if (name === null) return classes.map((one) => one.name);
  const field = metadataFields.find((one) => one.name === name);
  if (!field?.required) return null;
  return field.type === 'boolean' ? ['true', 'false'] : (field.values ?? null);
}

function canBe(slice: string, { type, values }: MetadataField): boolean {
  switch (type) {
    case 'string':
      return values?.includes(slice) ?? true;
    case 'boolean':
      return slice === 'true' || slice === 'false';
    case 'integer':
      return Number.isSafeInteger(Number(slice)) && String(Number(slice)) === slice;
    case 'number':
      return Number.isFinite(Number(slice)) && String(Number(slice)) === slice;
    case 'timestamp':
      return isTimestamp(slice);
    default:
      return type satisfies never;
  }
}
