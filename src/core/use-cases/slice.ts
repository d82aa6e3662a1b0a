import type { Metadata, MetadataValue } from './check-metadata.ts';

/** A number for each of some slices; `by` is `label` or `metadata.<field>`. */
export type BySlice = { readonly by: string; readonly values: Readonly<Record<string, number>> };

/** What a decision may be parted by. */
export type Sliceable = { readonly label: string | null; readonly metadata: Metadata };

const prefix = 'metadata.';

/** The metadata field decisions are parted by; null where it is their class. */
export function slicedField(by: string): string | null {
  return by.startsWith(prefix) ? by.slice(prefix.length) : null;
}

/** A value as its slice is named: what `metadata ->> field` gives in the database; of numbers, for sizes from 10⁻⁶ to 10²¹. */
export function sliceText(value: MetadataValue): string {
  return String(value);
}

/**
 * The slice a decision is in, parted by a metadata field or, with null, by class; null where it has no such value.
 *
 * @example sliceIn('channel', { label: null, metadata: { channel: 'app' } }) // 'app'
 */
export function sliceIn(field: string | null, { label, metadata }: Sliceable): string | null {
  if (field === null) return label;
  // Own keys only: a replay keeps absent fields as undefined, and every object inherits a "constructor".
  const value = Object.hasOwn(metadata, field) ? metadata[field] : undefined;
  return value === undefined ? null : sliceText(value);
}

/** The number of a slice; undefined where it has none. Own keys only, for slices have any name. */
export function ownValue({ values }: BySlice, slice: string): number | undefined {
  return Object.hasOwn(values, slice) ? values[slice] : undefined;
}

/**
 * A slice in a sentence.
 *
 * @example describeSlice('label', 'fraud') // '"fraud"'
 * @example describeSlice('metadata.channel', 'app') // 'channel "app"'
 */
export function describeSlice(by: string, slice: string): string {
  const field = slicedField(by);
  return field === null ? `"${slice}"` : `${field} "${slice}"`;
}
