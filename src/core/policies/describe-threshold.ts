import { describeSlice } from '../use-cases/slice.ts';
import type { Threshold } from './document.ts';

/**
 * @example
 * describeThreshold({ name: 'sure', value: 0.9, bySlice: { by: 'label', values: { fraud: 0.99 } } })
 * // 'sure: 0.9, 0.99 for "fraud"'
 */
export function describeThreshold(threshold: Threshold): string {
  return `${threshold.name}: ${describeValues(threshold)}`;
}

/** @example describeValues({ value: 0.9, certificateId: '0190…' }) // '0.9 (certified)' */
export function describeValues({ value, bySlice, certificateId }: Omit<Threshold, 'name'>): string {
  const { by, values } = bySlice ?? { by: '', values: {} };
  const others = Object.entries(values).map(([slice, own]) => `${own} for ${describeSlice(by, slice)}`);
  return `${[value, ...others].join(', ')}${certificateId === undefined ? '' : ' (certified)'}`;
}
