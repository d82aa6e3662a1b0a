import type { PolicyDocument } from '../../../core/policies/document.ts';

/**
 * A policy with another value for one of its thresholds. The certificate goes: it vouched for the value before. Values of
 * slices stay.
 *
 * @example withThreshold(document, 'auto', 0.93).thresholds // [{ name: 'auto', value: 0.93 }]
 */
export function withThreshold(document: PolicyDocument, name: string, value: number): PolicyDocument {
  const thresholds = (document.thresholds ?? []).map((one) => {
    if (one.name !== name) return one;
    const { certificateId: _vouchedForAnother, ...rest } = one;
    return { ...rest, value };
  });
  return { ...document, thresholds };
}

/** A threshold of a sweep as it is written into a policy: without the dust of floating-point steps. */
export function writtenThreshold(threshold: number): number {
  return Number(threshold.toPrecision(12));
}
