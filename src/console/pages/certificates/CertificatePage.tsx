import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { type Certificate, revokeCertificate } from '../../../contract/certificates.ts';
import { client } from '../../client.ts';
import {
  certificateStates,
  exactShare,
  promiseWords,
  revocationWords,
  thresholdWords,
} from '../../parts/certificate-words.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { PathLink } from '../../parts/PathLink.tsx';
import { PersonName } from '../../parts/PersonName.tsx';
import { paths } from '../../paths.ts';
import { useMissing } from '../../session.ts';
import { Confirm } from '../../ui/Confirm.tsx';
import { Mark } from '../../ui/Mark.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Stat } from '../../ui/Stat.tsx';
import { Stats } from '../../ui/Stats.tsx';
import { TimeAgo } from '../../ui/TimeAgo.tsx';
import { dayWords, momentWords, numberWords, percentWords, plural } from '../../ui/words.ts';
import { GuardPanel } from './GuardPanel.tsx';
import { LadderPanel } from './LadderPanel.tsx';
import { certificateQuery } from './queries.ts';
import { SlicesPanel } from './SlicesPanel.tsx';
import { UseInPolicy } from './UseInPolicy.tsx';

const route = getRouteApi('/signed-in/certificates/$certificateId');

/** One certificate: what it promises, on what it stands, how its guard is doing. */
export default function CertificatePage() {
  const { certificateId } = route.useParams();
  const { data: certificate } = useSuspenseQuery(certificateQuery(certificateId));
  const state = certificateStates[certificate.state];
  const ended = certificate.state === 'expired' || certificate.state === 'revoked';
  return (
    <Page
      title={`${certificate.threshold} ≥ ${thresholdWords(certificate.value)}`}
      lead={
        <>
          <Mark tone={state.tone}>{state.words}</Mark> {certificate.sentence}
        </>
      }
      actions={
        <>
          <Button
            component={PathLink}
            path={paths.certificates({ useCaseId: certificate.useCaseId })}
            variant="default"
          >
            All certificates
          </Button>
          {ended ? null : <RevokeButton certificate={certificate} />}
          {certificate.state === 'issued' ? <UseInPolicy certificate={certificate} /> : null}
        </>
      }
    >
      {certificate.revokedAt ? <RevokedPanel certificate={certificate} /> : null}
      <Panel title="What it stands on">
        <Stats>
          <Stat
            value={plural(certificate.k, 'error')}
            about={
              certificate.promise === 'released'
                ? `in ${plural(certificate.n, 'label')} at or above the threshold`
                : `at or above the threshold, in ${plural(certificate.n, 'label')} of all decisions`
            }
          />
          <Stat
            value={certificate.upper === null ? '–' : exactShare(certificate.upper)}
            about={`${promiseWords[certificate.promise].of}, at most${certificate.confidenceLevel === null ? '' : `, with ${exactShare(certificate.confidenceLevel)} confidence`}`}
          />
          <Stat value={percentWords(certificate.coverage)} about="of the decisions are released" />
          <Stat
            value={numberWords(Math.round(certificate.load.reviewsPerDay))}
            about={`reviews a day, ${numberWords(Math.round(certificate.load.interval.low))} to ${numberWords(Math.round(certificate.load.interval.high))}`}
          />
        </Stats>
        <p className="soft">
          Model version <code>{certificate.model}</code>,{' '}
          {certificate.map === null ? 'raw confidence' : `confidence calibrated by map ${certificate.map}`},
          decisions of {dayWords(certificate.from)} to {momentWords(certificate.before)}. Issued{' '}
          <TimeAgo at={certificate.issuedAt} /> by <PersonName name={certificate.issuedBy} />, expires{' '}
          {dayWords(certificate.expiresAt)}. {certificate.note}
        </p>
        {certificate.policyVersionId ? (
          <p>
            <PathLink path={paths.policyVersion(certificate.policyVersionId)}>
              The policy that uses it
            </PathLink>
          </p>
        ) : null}
      </Panel>
      <GuardPanel
        guard={certificate.guard}
        promise={certificate.promise}
        state={certificate.state}
        targetError={certificate.targetError}
      />
      {certificate.slices.length > 0 ? <SlicesPanel slices={certificate.slices} /> : null}
      <LadderPanel
        ladder={certificate.ladder}
        promise={certificate.promise}
        targetError={certificate.targetError}
        threshold={certificate.value}
      />
    </Page>
  );
}

function RevokedPanel({ certificate }: { certificate: Certificate }) {
  const { revokedAt, revokedBecause, revocationNote, fallback, revokedBy } = certificate;
  return (
    <Panel title="Revoked">
      <p>
        {revokedAt ? <TimeAgo at={revokedAt} /> : null}{' '}
        {revokedBecause ? revocationWords[revokedBecause] : ''}
        {revokedBy ? (
          <>
            {' '}
            (<PersonName name={revokedBy} />)
          </>
        ) : null}
        {revocationNote ? <>: “{revocationNote}”</> : '.'}
      </p>
      {fallback ? <p>{fallback.sentence}</p> : null}
    </Panel>
  );
}

function RevokeButton({ certificate }: { certificate: Certificate }) {
  const mayNot = useMissing('certificates:write');
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [note, setNote] = useState('');
  const revoke = useMutation({
    mutationFn: () =>
      client.call(revokeCertificate, {
        params: { certificateId: certificate.certificateId },
        body: { note: note.trim() },
      }),
    onSuccess: async () => {
      setAsking(false);
      await queryClient.invalidateQueries({ queryKey: ['certificates'] });
    },
  });
  return (
    <>
      <Button
        variant="default"
        disabled={mayNot !== null}
        title={mayNot ?? undefined}
        onClick={() => setAsking(true)}
      >
        Revoke
      </Button>
      <Confirm
        opened={asking}
        title="Revoke this certificate?"
        action="Revoke"
        busy={revoke.isPending}
        because={note.trim() ? null : 'Say why first.'}
        onConfirm={() => revoke.mutate()}
        onClose={() => setAsking(false)}
      >
        <p>
          Where it is in force, its threshold falls back to the last stricter one that was certified; where
          there is none, everything it would have released is held.
        </p>
        <Textarea
          label="Why"
          required
          autosize
          minRows={2}
          maxLength={2000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {revoke.error ? <FailurePanel error={revoke.error} title="Not revoked." /> : null}
      </Confirm>
    </>
  );
}
