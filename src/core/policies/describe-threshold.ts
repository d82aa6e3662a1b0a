import type { Threshold } from './document.ts';

/** @example describeThreshold({ name: 'sure', value: 0.9, byClass: { fraud: 0.99 } }) // 'sure: 0.9, 0.99 for fraud' */
export function describeThreshold(threshold: Threshold): string {
  return `${threshold.name}: ${describeValues(threshold)}`;
}

/** @example describeValues({ name: 'sure', value: 0.9, certificateId: '0190…' }) // '0.9 (certified)' */
export function describeValues({ value, byClass = {}, certificateId }: Threshold): string {
  const others = Object.entries(byClass).map(([label, own]) => `${own} for ${label}`);
  return `${[value, ...others].join(', ')}${certificateId === undefined ? '' : ' (certified)'}`;
}
