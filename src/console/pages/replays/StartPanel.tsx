import { Button, NativeSelect, NumberInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type { PolicyVersion } from '../../../contract/policies.ts';
import { startReplay } from '../../../contract/replays.ts';
import type { UseCase } from '../../../contract/use-cases.ts';
import { client } from '../../client.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { PathLink } from '../../parts/PathLink.tsx';
import { useGo } from '../../parts/use-go.ts';
import { paths } from '../../paths.ts';
import { useMissing } from '../../session.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Fields } from '../../ui/Fields.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { PastFields } from './PastFields.tsx';
import { type ReplaySearch, timesOf, usualHourlyRate, usualWindow } from './replay-search.ts';
import { useSearchChange } from './use-search-change.ts';

type Version = Static<typeof PolicyVersion>;
export type StartPanelProps = {
  useCase: Static<typeof UseCase>;
  versions: readonly Version[];
  search: ReplaySearch;
};

const stateWords: Partial<Record<Version['state'], string>> = {
  draft: 'draft',
  submitted: 'submitted',
  approved: 'approved',
  published: 'in force',
};

/** Chooses what is replayed, over which window, compared with what, and starts it. */
export function StartPanel({ useCase, versions, search }: StartPanelProps) {
  const { useCaseId } = useCase;
  const mayNot = useMissing('replays:run');
  const change = useSearchChange(useCaseId, search);
  const start = useStart(useCaseId, search);
  const kept = versions.filter((one) => one.state !== 'discarded');
  const chosen =
    kept.find((one) => one.policyVersionId === search.policyVersionId) ??
    kept.find((one) => one.state === 'draft') ??
    kept[0];
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
    <Panel title="Replay a policy" hint="A draft is enough; nothing is changed and nobody is asked to judge">
      <Fields>
        <NativeSelect
          label="Policy"
          value={chosen.policyVersionId}
          data={kept.map(named)}
          onChange={(event) => change({ policyVersionId: event.currentTarget.value })}
        />
        <NativeSelect
          label="Compared with"
          value={search.baseline ?? ''}
          data={[
            { value: '', label: 'what was recorded' },
            ...kept.filter((one) => one !== chosen).map(named),
          ]}
          onChange={(event) => change({ baseline: event.currentTarget.value || undefined })}
        />
        <PastFields useCase={useCase} search={search} onChange={change} />
        <NumberInput
          label="Cost of an hour"
          w={130}
          min={0}
          value={search.hourlyRate ?? usualHourlyRate}
          onChange={(rate) => {
            if (typeof rate === 'number') change({ hourlyRate: rate });
          }}
        />
        <Button
          disabled={mayNot !== null}
          title={mayNot ?? undefined}
          loading={start.isPending}
          onClick={() => start.mutate(chosen.policyVersionId)}
        >
          Replay
        </Button>
      </Fields>
      {start.error ? <FailurePanel error={start.error} title="It was not started." /> : null}
    </Panel>
  );
}

function useStart(useCaseId: string, search: ReplaySearch) {
  const go = useGo();
  const queryClient = useQueryClient();
  const { baseline = 'recorded', window = usualWindow, sliceBy, hourlyRate = usualHourlyRate } = search;
  return useMutation({
    mutationFn: (policyVersionId: string) =>
      client.call(startReplay, {
        params: { useCaseId },
        body: {
          policyVersionId,
          baseline,
          ...timesOf(window, Date.now()),
          ...(sliceBy ? { sliceBy } : null),
          hourlyRate,
        },
      }),
    onSuccess: async ({ replayId }) => {
      await queryClient.invalidateQueries({ queryKey: ['replays', 'of', useCaseId] });
      await go(paths.replay(replayId));
    },
  });
}

function named(one: Version) {
  return {
    value: one.policyVersionId,
    label: `version ${one.version}${stateWords[one.state] ? `, ${stateWords[one.state]}` : ''}`,
  };
}
