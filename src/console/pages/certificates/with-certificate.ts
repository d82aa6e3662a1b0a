import type { Certificate } from '../../../contract/certificates.ts';
import type { PolicyDocument } from '../../../contract/policies.ts';

/** The document with the certificate's threshold: the one of its name takes the value, or it is added. */
export function withCertificate(
  document: PolicyDocument,
  {
    certificateId,
    threshold: name,
    value,
    byClass,
  }: Pick<Certificate, 'certificateId' | 'threshold' | 'value' | 'byClass'>,
): PolicyDocument {
  const certified = { name, value, ...(byClass ? { byClass } : null), certificateId };
  const thresholds = document.thresholds ?? [];
  const there = thresholds.some((one) => one.name === name);
  return {
    ...document,
    thresholds: there
      ? thresholds.map((one) => (one.name === name ? certified : one))
      : [...thresholds, certified],
  };
}
