import { Button } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { Static } from 'typebox';
import {
  endShadow,
  type Shadow,
  type ShadowComparison,
  type ShadowSlice,
} from '../../../contract/shadows.ts';
import { client } from '../../client.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { PathLink } from '../../parts/PathLink.tsx';
import { RouteBadge } from '../../parts/RouteBadge.tsx';
import { sliceWords } from '../../parts/slice-words.ts';
import { TransitionsPanel } from '../../parts/TransitionsPanel.tsx';
import { paths } from '../../paths.ts';
import { useMissing } from '../../session.ts';
import { Breakable } from '../../ui/Breakable.tsx';
import { Confirm } from '../../ui/Confirm.tsx';
import { DataTable, type TableColumn } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Mark } from '../../ui/Mark.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Stat } from '../../ui/Stat.tsx';
import { Stats } from '../../ui/Stats.tsx';
import { TimeAgo } from '../../ui/TimeAgo.tsx';
import { numberWords, percentWords, shortId } from '../../ui/words.ts';
import { comparisonQuery } from './queries.ts';
import { releasedShare, stateWords, whatRuns } from './shadow-words.ts';

const route = getRouteApi('/signed-in/shadows/$shadowId');
type Comparison = Static<typeof ShadowComparison>;
type Slice = Static<typeof ShadowSlice>;

/** Where a shadow differs from what is live. */
export default function ShadowPage() {
  const { shadowId } = route.useParams();
  const { data } = useSuspenseQuery(comparisonQuery(shadowId));
  const { shadow, total } = data;
  return (
    <Page
      title={shadow.name}
      lead={
        <>
          <Mark tone={shadow.endedAt ? 'neutral' : 'changed'}>{stateWords[shadow.state]}</Mark> Runs{' '}
          <WhatRuns shadow={shadow} /> beside the live one, since <TimeAgo at={shadow.startedAt} />
          {shadow.endedAt ? (
            <>
              {' '}
              to <TimeAgo at={shadow.endedAt} />
            </>
          ) : null}
          , started by {shadow.startedBy}.
          {shadow.state === 'being-finished'
            ? ' What was recorded before its end is still being counted.'
            : null}
        </>
      }
      actions={
        <>
          <Button
            component={PathLink}
            path={paths.shadows({ useCaseId: shadow.useCaseId })}
            variant="default"
          >
            All shadows
          </Button>
          {shadow.endedAt ? null : <EndButton shadow={shadow} />}
        </>
      }
    >
      {total.decisions === 0 ? (
        <Panel>
          <EmptyState icon="shadows" title="Nothing has come by yet.">
            {shadow.kind === 'model'
              ? 'Send the shadow model’s decisions with the id of the live one as pairedWith.'
              : 'Every decision from now on is also routed here, a second or two after it was recorded.'}
          </EmptyState>
        </Panel>
      ) : (
        <Compared comparison={data} />
      )}
    </Page>
  );
}

/** A policy's version leads to its rules. */
function WhatRuns({ shadow }: { shadow: Shadow }) {
  const words = <Breakable text={whatRuns(shadow)} />;
  return shadow.policyVersion ? (
    <>
      <PathLink path={paths.policyVersion(shadow.policyVersion.policyVersionId)}>{words}</PathLink>, as it
      stood at the start,
    </>
  ) : (
    words
  );
}

function Compared({ comparison }: { comparison: Comparison }) {
  const { shadow, total, slices, examples } = comparison;
  return (
    <>
      <Panel title={`${numberWords(total.decisions)} decisions`}>
        <Stats>
          <Stat
            size="large"
            value={percentWords(total.moved / total.decisions)}
            about={`${numberWords(total.moved)} of them take another route`}
          />
          <Stat
            size="large"
            value={percentWords(releasedShare(total, 'to'))}
            about={`released by the shadow; ${percentWords(releasedShare(total, 'from'))} live`}
          />
          {shadow.kind === 'model' ? (
            <Stat
              size="large"
              value={percentWords(total.otherLabel / total.decisions)}
              about={`${numberWords(total.otherLabel)} of them get another class`}
            />
          ) : null}
        </Stats>
      </Panel>
      <TransitionsPanel transitions={total.transitions} from="Live" to="Shadow" />
      {slices.length > 0 ? <Slices slices={slices} sliceBy={shadow.sliceBy ?? ''} /> : null}
      {examples.length > 0 ? <Examples comparison={comparison} /> : null}
    </>
  );
}

function Examples({ comparison: { shadow, examples } }: { comparison: Comparison }) {
  const columns: readonly TableColumn<Comparison['examples'][number]>[] = [
    {
      name: 'Decision',
      show: (row) => (
        <PathLink path={paths.decision(row.decisionId)}>
          {row.label === null ? shortId(row.decisionId) : <Breakable text={row.label} />}
          <span className="unseen"> {shortId(row.decisionId)}</span>
        </PathLink>
      ),
    },
    {
      name: 'Confidence',
      numeric: true,
      wideOnly: true,
      show: ({ confidence }) => confidence?.toFixed(3) ?? '–',
    },
    { name: 'Live', show: (row) => <RouteBadge route={row.from} /> },
    { name: 'Shadow', show: (row) => <RouteBadge route={row.to} /> },
  ];
  const ofModel: typeof columns = [
    { name: 'Class', wideOnly: true, show: ({ otherLabel }) => (otherLabel ? 'another' : 'the same') },
    {
      name: 'Its decision',
      wideOnly: true,
      show: ({ shadowDecisionId }) =>
        shadowDecisionId ? (
          <PathLink path={paths.decision(shadowDecisionId)} className="one-line">
            {shortId(shadowDecisionId)}
          </PathLink>
        ) : (
          ''
        ),
    },
  ];
  return (
    <Panel title="Examples" hint="Decisions on which the two differ" flush>
      <DataTable
        label="Decisions on which the two differ"
        maxHeight="24rem"
        rows={examples}
        rowKey={(row) => row.decisionId}
        columns={shadow.kind === 'model' ? [...columns, ...ofModel] : columns}
      />
    </Panel>
  );
}

function Slices({ slices, sliceBy }: { slices: readonly Slice[]; sliceBy: string }) {
  return (
    <Panel title={`By ${sliceWords(sliceBy)}`} flush>
      <DataTable
        label="By slice"
        maxHeight="24rem"
        rows={slices}
        rowKey={(row) => row.slice ?? '—'}
        columns={[
          { name: 'Slice', show: (row) => <Breakable text={row.slice ?? 'no value'} /> },
          { name: 'Decisions', numeric: true, show: (row) => numberWords(row.decisions) },
          { name: 'Differ', numeric: true, show: (row) => numberWords(row.moved) },
          {
            name: 'Share',
            numeric: true,
            show: (row) => (row.decisions > 0 ? percentWords(row.moved / row.decisions) : '–'),
          },
        ]}
      />
    </Panel>
  );
}

function EndButton({ shadow }: { shadow: Shadow }) {
  const mayNot = useMissing('policies:write');
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const end = useMutation({
    mutationFn: () => client.call(endShadow, { params: { shadowId: shadow.shadowId } }),
    onSuccess: async () => {
      setAsking(false);
      await queryClient.invalidateQueries({ queryKey: ['shadows'] });
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
        End it
      </Button>
      <Confirm
        opened={asking}
        title={`End ${shadow.name}?`}
        action="End it"
        busy={end.isPending}
        onConfirm={() => end.mutate()}
        onClose={() => setAsking(false)}
      >
        <p>It records nothing that comes from now on. What it recorded stays.</p>
        {end.error ? <FailurePanel error={end.error} title="Not ended." /> : null}
      </Confirm>
    </>
  );
}
