import { Button, NativeSelect, NumberInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import type { PolicyVersion } from '../../../contract/policies.ts';
import { startReplay } from '../../../contract/replays.ts';
import type { UseCase } from '../../../contract/use-cases.ts';
import { client } from '../../client.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { PathLink } from '../../parts/PathLink.tsx';
import { SliceChoice } from '../../parts/SliceChoice.tsx';
import { useGo } from '../../parts/use-go.ts';
import { paths } from '../../paths.ts';
import { useMissing } from '../../session.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import classes from './Replays.module.css';
import { type ReplaySearch, timesOf, type Window, windows } from './replay-search.ts';

type Version = Static<typeof PolicyVersion>;
export type StartPanelProps = {
  useCase: Static<typeof UseCase>;
  versions: readonly Version[];
  search: ReplaySearch;
};

const usualWindow: Window = 'week';

const stateWords: Partial<Record<Version['state'], string>> = {
  draft: 'draft',
  submitted: 'submitted',
  approved: 'approved',
  published: 'in force',
};

/** Chooses what is replayed, over which window, compared with what, and starts it. */
export function StartPanel({ useCase, versions, search }: StartPanelProps) {
  const { useCaseId } = useCase;
  const go = useGo();
  const queryClient = useQueryClient();
  const mayNot = useMissing('replays:run');
  const [hourlyRate, setHourlyRate] = useState<number | null>(30);
  const kept = versions.filter((one) => one.state !== 'discarded');
  const chosen =
    kept.find((one) => one.policyVersionId === search.policyVersionId) ??
    kept.find((one) => one.state === 'draft') ??
    kept[0];
  const { window = usualWindow, sliceBy, baseline } = search;
  const change = (part: ReplaySearch) =>
    void go(paths.replays({ useCaseId, ...search, ...part }), { replace: true, resetScroll: false });
  const start = useMutation({
    mutationFn: (policyVersionId: string) =>
      client.call(startReplay, {
        params: { useCaseId },
        body: {
          policyVersionId,
          baseline: baseline ?? 'recorded',
          ...timesOf(window, Date.now()),
          ...(sliceBy ? { sliceBy } : null),
          ...(hourlyRate === null ? null : { hourlyRate }),
        },
      }),
    onSuccess: async ({ replayId }) => {
      await queryClient.invalidateQueries({ queryKey: ['replays', 'of', useCaseId] });
      await go(paths.replay(replayId));
    },
  });
  if (!chosen) {
    return (
      <Panel>
        <EmptyState
          icon="policies"
          title="There is no policy to replay."
          actions={
            <Button component={PathLink} path={paths.policies({ useCaseId })}>
              Start a draft
            </Button>
          }
        >
          A draft is enough; nothing has to be published.
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Panel title="Replay a policy">
      <div className={classes.fields}>
        <WhatFields useCase={useCase} kept={kept} chosen={chosen} search={search} onChange={change} />
        <NumberInput
          label="An hour of review costs"
          w={170}
          min={0}
          value={hourlyRate ?? ''}
          onChange={(rate) => setHourlyRate(typeof rate === 'number' ? rate : null)}
        />
        <Button
          disabled={mayNot !== null}
          title={mayNot ?? undefined}
          loading={start.isPending}
          onClick={() => start.mutate(chosen.policyVersionId)}
        >
          Replay
        </Button>
      </div>
      {start.error ? <FailurePanel error={start.error} title="It was not started." /> : null}
    </Panel>
  );
}

type WhatFieldsProps = {
  useCase: Static<typeof UseCase>;
  kept: readonly Version[];
  chosen: Version;
  search: ReplaySearch;
  onChange: (part: ReplaySearch) => void;
};

/** What is replayed, over which past, against what, cut by what. */
function WhatFields({ useCase, kept, chosen, search, onChange }: WhatFieldsProps) {
  const { window = usualWindow, sliceBy, baseline } = search;
  return (
    <>
      <NativeSelect
        label="Policy"
        value={chosen.policyVersionId}
        data={kept.map(named)}
        onChange={(event) => onChange({ policyVersionId: event.currentTarget.value })}
      />
      <NativeSelect
        label="Compared with"
        value={baseline ?? ''}
        data={[{ value: '', label: 'what was recorded' }, ...kept.filter((one) => one !== chosen).map(named)]}
        onChange={(event) => onChange({ baseline: event.currentTarget.value || undefined })}
      />
      <NativeSelect
        label="Over"
        value={window}
        data={windows.map(({ value, label }) => ({ value, label }))}
        onChange={(event) => onChange({ window: event.currentTarget.value as Window })} // one of the windows
      />
      <SliceChoice useCase={useCase} sliceBy={sliceBy} onChange={(next) => onChange({ sliceBy: next })} />
    </>
  );
}

function named(one: Version) {
  return {
    value: one.policyVersionId,
    label: `version ${one.version}${stateWords[one.state] ? `, ${stateWords[one.state]}` : ''}`,
  };
}
