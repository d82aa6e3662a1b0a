import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type CertificatePreview, issueCertificate } from '../../../contract/certificates.ts';
import { ProblemError } from '../../../sdk/problem-error.ts';
import { client } from '../../client.ts';
import { exactShare, thresholdWords } from '../../parts/certificate-words.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { sliceWords } from '../../parts/slice-words.ts';
import { useGo } from '../../parts/use-go.ts';
import { worthRetrying } from '../../parts/worth-retrying.ts';
import { paths } from '../../paths.ts';
import { useMissing } from '../../session.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Notes } from '../../ui/Notes.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Refreshing } from '../../ui/Refreshing.tsx';
import { Stat } from '../../ui/Stat.tsx';
import { Stats } from '../../ui/Stats.tsx';
import { say } from '../../ui/say.ts';
import { dayWords, numberWords, percentWords, plural } from '../../ui/words.ts';
import { issuedWords } from './issued-words.ts';
import { LadderPanel } from './LadderPanel.tsx';
import { LooserLimit } from './LooserLimit.tsx';
import { previewQuery } from './queries.ts';
import { asShown, type Question } from './question.ts';
import { SlicesPanel } from './SlicesPanel.tsx';

type Certified = Extract<CertificatePreview, { outcome: 'certified' }>;
type NotCertifiable = Extract<CertificatePreview, { outcome: 'not-certifiable' }>;

export type PreviewPanelProps = { useCaseId: string; question: Question; reviewCost: number };

/** Refusals that say what there is not yet, rather than what is wrong with the question. */
const nothingYet: ReadonlySet<string> = new Set(['certificate.no-decisions', 'certificate.unaudited']);

/** What can be certified for the question, or what is missing; nothing is stored before it is issued. */
export function PreviewPanel({ useCaseId, question, reviewCost }: PreviewPanelProps) {
  const { data, error, refetch, isPlaceholderData } = useQuery(previewQuery(useCaseId, question));
  if (error instanceof ProblemError && nothingYet.has(error.code)) {
    return (
      <Panel>
        <EmptyState icon="certificates" title={error.message}>
          {error.todo}
        </EmptyState>
      </Panel>
    );
  }
  if (error) {
    const again = worthRetrying(error) ? { onRetry: () => void refetch() } : null;
    return <FailurePanel error={error} title="This cannot be asked." {...again} />;
  }
  if (!data) return <Panel>{null}</Panel>;
  return (
    <Refreshing busy={isPlaceholderData}>
      {data.outcome === 'certified' ? (
        <CertifiedPanel preview={data} reviewCost={reviewCost} useCaseId={useCaseId} question={question} />
      ) : (
        <NotCertifiablePanel preview={data} useCaseId={useCaseId} question={question} />
      )}
      {data.slices.length > 0 ? <SlicesPanel slices={data.slices} /> : null}
      <LadderPanel
        ladder={data.ladder}
        promise={data.promise}
        targetError={question.targetError}
        threshold={data.outcome === 'certified' ? data.threshold : null}
      />
    </Refreshing>
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
    mutationFn: () =>
      client.call(issueCertificate, { params: { useCaseId }, body: asShown(question, preview) }),
    onSuccess: async (certificate) => {
      say(issuedWords(preview.threshold, certificate.value));
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
      <Stats>
        <Stat size="large" value={thresholdWords(preview.threshold)} about={aboutThreshold(preview)} />
        <Stat size="large" value={percentWords(preview.coverage)} about="of the decisions are released" />
        <Stat
          size="large"
          value={numberWords(Math.round(load.reviewsPerDay))}
          about={`reviews a day, ${numberWords(Math.round(load.interval.low))} to ${numberWords(Math.round(load.interval.high))}${
            load.reviewsPerDayNow === null ? '' : `; now ${numberWords(Math.round(load.reviewsPerDayNow))}`
          }`}
        />
        <Stat
          size="large"
          value={numberWords(Math.round(load.reviewsPerDay * reviewCost))}
          unit="a day"
          about={costWords(load.reviewsPerDay, load.reviewsPerDayNow, reviewCost)}
        />
      </Stats>
      <Notes notes={notesOf(labels, preview.looks)} />
    </Panel>
  );
}

function aboutThreshold({ promise, bySlice, k, n, upper }: Certified): string {
  if (promise !== 'released') {
    const room = upper === null ? '' : `; they leave room for ${exactShare(upper)}`;
    const expected = promise === 'all-in-expectation' ? ' in expectation' : '';
    return `is the threshold: ${plural(k, 'error')} at or above it in ${plural(n, 'label')} of all decisions${room}${expected}`;
  }
  const seen = `${plural(k, 'error')} in ${plural(n, 'label')} at or above`;
  if (bySlice)
    return `is the threshold where there is no other; each ${sliceWords(bySlice.by)} has its own; ${seen} them`;
  const room = upper === null ? '' : ` leave room for ${exactShare(upper)}`;
  return `is the threshold: ${seen} it${room}`;
}

function costWords(perDay: number, now: number | null, reviewCost: number): string {
  if (now === null) return 'cost of these reviews';
  const change = Math.round((perDay - now) * reviewCost);
  if (change === 0) return 'cost of these reviews, as now';
  return `cost of these reviews, ${numberWords(Math.abs(change))} ${change < 0 ? 'less' : 'more'} than now`;
}

/** The exact statistic may look at a label once, so that those there do not count towards the next attempt. */
function labelsThere({ needed: { have }, statistic }: NotCertifiable): string {
  const there = have === 1 ? 'the one that is there' : `the ${numberWords(have)} that are there`;
  return statistic === 'exact' && have > 0
    ? `${there} can be looked at only once`
    : `${numberWords(have)} of them there`;
}

function whereNeeded({ promise, needed: { bestThreshold } }: NotCertifiable): string {
  if (promise !== 'released') return 'of all decisions';
  return `at or above ${bestThreshold === null ? 'the best threshold' : thresholdWords(bestThreshold)}`;
}

type NotCertifiablePanelProps = { preview: NotCertifiable; useCaseId: string; question: Question };

function NotCertifiablePanel({ preview, useCaseId, question }: NotCertifiablePanelProps) {
  const { needed } = preview;
  const { targetError } = question;
  return (
    <Panel title="This cannot be certified yet" hint={preview.sentence}>
      <Stats>
        <Stat
          size="large"
          value={needed.labels === null ? '–' : numberWords(needed.labels)}
          unit={preview.statistic === 'exact' ? 'new labels' : 'labels'}
          about={`needed ${whereNeeded(preview)}; ${labelsThere(preview)}`}
        />
        <Stat
          size="large"
          value={needed.at === null ? '–' : plural(daysUntil(needed.at), 'day')}
          about={
            needed.at === null
              ? 'at the present audit rate and traffic they do not come'
              : `until they are there (${dayWords(needed.at)}), at the present audit rate and traffic`
          }
        />
        <Stat
          size="large"
          value={needed.auditRate === null ? '–' : exactShare(needed.auditRate)}
          about="is the audit rate that has them within a month"
        />
        <Stat
          size="large"
          value={needed.assumedError === null ? '–' : exactShare(needed.assumedError)}
          about={`of them wrong${preview.promise === 'released' ? '' : ' and released'} is what the estimate assumes; the limit is ${exactShare(targetError)}`}
        />
      </Stats>
      <p>{needed.sentence}</p>
      <LooserLimit useCaseId={useCaseId} question={question} />
      <Notes notes={notesOf(preview.labels, 0)} />
    </Panel>
  );
}

function daysUntil(at: string): number {
  const dayMs = 86_400_000;
  return Math.max(1, Math.round((Date.parse(at) - Date.now()) / dayMs));
}

function notesOf({ notes }: CertificatePreview['labels'], looks: number) {
  const all = [
    ...notes,
    ...(looks > 0
      ? [
          `${plural(looks, 'certificate')} already issued on labels of this window: with the exact statistic, every further look spends confidence.`,
        ]
      : []),
  ];
  return all.map((words) => ({ key: words, words }));
}
