import type { PolicyDocument } from '../policies/document.ts';

/**
 * The document with other values for some of its thresholds. A shadow of thresholds runs beside whatever policy is in
 * force, so names that a later version no longer has change nothing. A slice's own value gives way as well: the number
 * is tried for all.
 *
 * @example withThresholds(document, { confident: 0.9 }).thresholds // [{ name: 'confident', value: 0.9 }]
 */
export function withThresholds<D extends PolicyDocument>(
  document: D,
  values: Readonly<Record<string, number>>,
): D {
  const { thresholds } = document;
  if (!thresholds?.some(({ name }) => Object.hasOwn(values, name))) return document;
  return {
    ...document,
    thresholds: thresholds.map((threshold) => {
      const value = Object.hasOwn(values, threshold.name) ? values[threshold.name] : undefined;
      return value === undefined ? threshold : { name: threshold.name, value };
    }),
  };
}
