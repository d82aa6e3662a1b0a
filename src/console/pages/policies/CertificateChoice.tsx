import { NativeSelect } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import type { Certificate } from '../../../contract/certificates.ts';
import type { Threshold } from '../../../core/policies/document.ts';
import { certificatesQuery } from '../../parts/certificate-queries.ts';
import {
  certificateStates,
  exactShare,
  promiseWords,
  thresholdWords,
} from '../../parts/certificate-words.ts';
import { certifiedThreshold } from '../../parts/certified-threshold.ts';
import { PathLink } from '../../parts/PathLink.tsx';
import { paths } from '../../paths.ts';
import classes from './Editor.module.css';

export type CertificateChoiceProps = {
  useCaseId: string;
  threshold: Threshold;
  onChange: (threshold: Threshold) => void;
};

/** Puts a certificate behind a threshold, which takes its value; changed by hand, the value stands alone again. */
export function CertificateChoice({ useCaseId, threshold, onChange }: CertificateChoiceProps) {
  const { data } = useSuspenseQuery(certificatesQuery(useCaseId));
  const { name, certificateId } = threshold;
  const fitting = data.items.filter(
    (one) =>
      one.certificateId === certificateId ||
      (one.threshold === name && (one.state === 'issued' || one.state === 'in-force')),
  );
  if (fitting.length === 0 && !certificateId) return null;
  const known = fitting.some((one) => one.certificateId === certificateId);
  return (
    <div className={classes.certificate}>
      <NativeSelect
        label="Certificate"
        aria-label={`Certificate of ${name}`}
        value={certificateId ?? ''}
        data={[
          { value: '', label: 'none, set by hand' },
          ...fitting.map((one) => ({
            value: one.certificateId,
            label: labelOf(one),
          })),
          ...(certificateId && !known ? [{ value: certificateId, label: 'another one' }] : []),
        ]}
        onChange={(event) => {
          const chosen = fitting.find((one) => one.certificateId === event.currentTarget.value);
          const { certificateId: _, ...byHand } = threshold;
          onChange(chosen ? certifiedThreshold(chosen) : byHand);
        }}
      />
      {certificateId ? (
        <p className="soft">
          <PathLink path={paths.certificate(certificateId)}>Its certificate</PathLink> stands behind the
          value: when it is revoked, the last stricter one that was certified takes its place.
        </p>
      ) : null}
    </div>
  );
}

function labelOf({ value, promise, targetError, model, map, state }: Certificate): string {
  const score = map === null ? 'raw confidence' : `map ${map}`;
  return `${thresholdWords(value)}: at most ${exactShare(targetError)} ${promiseWords[promise].of}, ${model}, ${score}, ${certificateStates[state].words}`;
}
