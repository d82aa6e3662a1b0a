import type { Certificate } from '../../../contract/certificates.ts';
import type { PolicyDocument } from '../../../core/policies/document.ts';
import { certifiedThreshold } from '../../parts/certified-threshold.ts';

/** The document with the certificate's threshold: the one of its name takes the value, or it is added. */
export function withCertificate(
  document: PolicyDocument,
  certificate: Pick<Certificate, 'certificateId' | 'threshold' | 'value' | 'bySlice'>,
): PolicyDocument {
  const certified = certifiedThreshold(certificate);
  const { name } = certified;
  const thresholds = document.thresholds ?? [];
  const there = thresholds.some((one) => one.name === name);
  return {
    ...document,
    thresholds: there
      ? thresholds.map((one) => (one.name === name ? certified : one))
      : [...thresholds, certified],
  };
}
