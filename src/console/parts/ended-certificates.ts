import type { Certificate } from '../../contract/certificates.ts';
import type { PolicyDocument } from '../../core/policies/document.ts';

/** Certificates that a policy's thresholds stand on and that hold no longer, each once: what is written is not what counts. */
export function endedCertificates<
  One extends Pick<Certificate, 'certificateId' | 'threshold' | 'state' | 'fallback'>,
>({ thresholds = [] }: Pick<PolicyDocument, 'thresholds'>, certificates: readonly One[]): readonly One[] {
  return certificates.filter(
    ({ certificateId, threshold, state, fallback }) =>
      (state === 'revoked' || state === 'expired' || fallback !== null) &&
      thresholds.some((one) => one.name === threshold && one.certificateId === certificateId),
  );
}
