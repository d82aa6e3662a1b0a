import type { BySlice } from '../../../core/use-cases/slice.ts';
import { slicedField } from '../../../core/use-cases/slice.ts';
import type { PolicySubject } from '../../../core/use-cases/use-case.ts';
import { sliceWords } from '../../parts/slice-words.ts';
import { classNames } from './subject.ts';

// What the editor offers where values differ by slice, and what it makes of them.

export type PartingOption = { value: string; label: string };

/** By what the decisions of a use case can be parted. */
export function partings(subject: PolicySubject): readonly PartingOption[] {
  const bys = [
    ...(classNames(subject).length > 0 ? ['label'] : []),
    ...subject.metadataFields.map(({ name }) => `metadata.${name}`),
  ];
  return bys.map((value) => ({ value, label: sliceWords(value) }));
}

/** All slices there are; null where only the decisions tell. */
export function knownSlices(subject: PolicySubject, by: string): readonly string[] | null {
  const name = slicedField(by);
  if (name === null) return classNames(subject);
  const field = subject.metadataFields.find((one) => one.name === name);
  if (field?.type === 'boolean') return ['true', 'false'];
  return field?.values ?? null;
}

/** Gives a slice a value of its own; null takes it away. */
export function withSliceValue({ by, values }: BySlice, slice: string, value: number | null): BySlice {
  const others = Object.entries(values).filter(([name]) => name !== slice);
  return { by, values: Object.fromEntries(value === null ? others : [...others, [slice, value]]) };
}
