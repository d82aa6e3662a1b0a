import type { Certificate } from '../../contract/certificates.ts';
import type { Threshold } from '../../core/policies/document.ts';

/** The threshold a certificate stands behind, as a policy names it. */
export function certifiedThreshold({
  certificateId,
  threshold: name,
  value,
  byClass,
}: Pick<Certificate, 'certificateId' | 'threshold' | 'value' | 'byClass'>): Threshold {
  return { name, value, ...(byClass ? { byClass } : null), certificateId };
}
