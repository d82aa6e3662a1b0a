import type { Certificate } from '../../contract/certificates.ts';
import type { Threshold } from '../../core/policies/document.ts';

/** The threshold a certificate stands behind, as a policy names it. */
export function certifiedThreshold({
  certificateId,
  threshold: name,
  value,
  bySlice,
}: Pick<Certificate, 'certificateId' | 'threshold' | 'value' | 'bySlice'>): Threshold {
  return { name, value, ...(bySlice ? { bySlice } : null), certificateId };
}
