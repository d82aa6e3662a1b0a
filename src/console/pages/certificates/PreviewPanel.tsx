import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type CertificatePreview, issueCertificate } from '../../../contract/certificates.ts';
import { client } from '../../client.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { useGo } from '../../parts/use-go.ts';
import { paths } from '../../paths.ts';
import { useMissing } from '../../session.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Stat } from '../../ui/Stat.tsx';
import { numberWords, percentWords, plural } from '../../ui/words.ts';
import classes from './Certificates.module.css';
import { exactShare, thresholdWords } from './certificate-words.ts';
import { LadderPanel } from './LadderPanel.tsx';
import { previewQuery } from './queries.ts';
import type { Question } from './question.ts';
import { SlicesPanel } from './SlicesPanel.tsx';

type Certified = Extract<CertificatePreview, { outcome: 'certified' }>;
type NotCertifiable = Extract<CertificatePreview, { outcome: 'not-certifiable' }>;

export type PreviewPanelProps = { useCaseId: string; question: Question; reviewCost: number };

/** What can be certified for the question, or what is missing; nothing is stored before it is issued. */
export function PreviewPanel({ useCaseId, question, reviewCost }: PreviewPanelProps) {
  const { data, error, refetch, isPlaceholderData } = useQuery(previewQuery(useCaseId, question));
  if (error) {
    return <FailurePanel error={error} title="This cannot be asked." onRetry={() => void refetch()} />;
  }
  if (!data) return <Panel>{null}</Panel>;
  return (
    <div className={classes.preview} data-old={isPlaceholderData || undefined} aria-busy={isPlaceholderData}>
      {data.outcome === 'certified' ? (
        <CertifiedPanel preview={data} reviewCost={reviewCost} useCaseId={useCaseId} question={question} />
      ) : (
        <NotCertifiablePanel preview={data} targetError={question.targetError} />
      )}
      {data.slices.length > 0 ? <SlicesPanel slices={data.slices} /> : null}
      <LadderPanel
        ladder={data.ladder}
        targetError={question.targetError}
        threshold={data.outcome === 'certified' ? data.threshold : null}
      />
    </div>
  );
}

type CertifiedPanelProps = {
  preview: Certified;
  useCaseId: string;
  question: Question;
  reviewCost: number;
};

function CertifiedPanel({ preview, useCaseId, question, reviewCost }: CertifiedPanelProps) {
  const mayNot = useMissing('certificates:write');
  const queryClient = useQueryClient();
  const go = useGo();
  const issue = useMutation({
    mutationFn: () => client.call(issueCertificate, { params: { useCaseId }, body: question }),
    onSuccess: async (certificate) => {
      await queryClient.invalidateQueries({ queryKey: ['certificates'] });
      await go(paths.certificate(certificate.certificateId));
    },
  });
  const { load, labels } = preview;
  return (
    <Panel
      title="This can be certified"
      hint={preview.sentence}
      actions={
        <Button
          size="xs"
          disabled={mayNot !== null}
          title={mayNot ?? undefined}
          loading={issue.isPending}
          onClick={() => issue.mutate()}
        >
          Issue the certificate
        </Button>
      }
    >
      {issue.error ? <FailurePanel error={issue.error} title="It was not issued." /> : null}
      <div className={classes.stats}>
        <Stat
          size="large"
          value={thresholdWords(preview.threshold)}
          about={`is the threshold; ${plural(preview.k, 'error')} in ${plural(preview.n, 'label')} at or above it`}
        />
        <Stat size="large" value={percentWords(preview.coverage)} about="of the decisions are released" />
        <Stat
          size="large"
          value={numberWords(Math.round(load.reviewsPerDay))}
          unit="reviews a day"
          about={`${numberWords(Math.round(load.interval.low))} to ${numberWords(Math.round(load.interval.high))}${
            load.reviewsPerDayNow === null ? '' : `; now ${numberWords(Math.round(load.reviewsPerDayNow))}`
          }`}
        />
        <Stat
          size="large"
          value={numberWords(Math.round(load.reviewsPerDay * reviewCost))}
          unit="a day"
          about={costWords(load.reviewsPerDay, load.reviewsPerDayNow, reviewCost)}
        />
        <Stat
          size="large"
          value={preview.upper === null ? '–' : exactShare(preview.upper)}
          about="is the highest error rate the labels leave room for"
        />
      </div>
      <Notes notes={labels.notes} simulated={labels.simulated} looks={preview.looks} />
    </Panel>
  );
}

function costWords(perDay: number, now: number | null, reviewCost: number): string {
  if (now === null) return 'cost of these reviews';
  const change = Math.round((perDay - now) * reviewCost);
  if (change === 0) return 'cost of these reviews, as now';
  return `cost of these reviews, ${numberWords(Math.abs(change))} ${change < 0 ? 'less' : 'more'} than now`;
}

function NotCertifiablePanel({ preview, targetError }: { preview: NotCertifiable; targetError: number }) {
  const { needed } = preview;
  return (
    <Panel title="This cannot be certified yet" hint={preview.sentence}>
      <div className={classes.stats}>
        <Stat
          size="large"
          value={needed.labels === null ? '–' : numberWords(needed.labels)}
          unit="labels needed"
          about={`${plural(needed.have, 'label')} there, at or above ${
            needed.bestThreshold === null ? 'the best threshold' : thresholdWords(needed.bestThreshold)
          }`}
        />
        <Stat
          size="large"
          value={needed.auditRate === null ? '–' : exactShare(needed.auditRate)}
          unit="audit rate"
          about={
            needed.at === null
              ? 'no audit rate gets them at today’s traffic'
              : `gets them by ${new Date(needed.at).toLocaleDateString()}`
          }
        />
        <Stat
          size="large"
          value={needed.assumedError === null ? '–' : exactShare(needed.assumedError)}
          about={`error rate that is assumed for the estimate; the limit is ${exactShare(targetError)}`}
        />
      </div>
      <p>{needed.sentence}</p>
      <Notes notes={preview.labels.notes} simulated={preview.labels.simulated} looks={0} />
    </Panel>
  );
}

function Notes({ notes, simulated, looks }: { notes: readonly string[]; simulated: number; looks: number }) {
  const all = [
    ...notes,
    ...(simulated > 0 ? [`${plural(simulated, 'label')} by simulated reviewers.`] : []),
    ...(looks > 0
      ? [
          `${plural(looks, 'certificate')} already issued on labels of this window: with the exact statistic, every further look spends confidence.`,
        ]
      : []),
  ];
  if (all.length === 0) return null;
  return (
    <ul className={classes.notes}>
      {all.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}
