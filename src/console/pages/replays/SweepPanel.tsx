import { Button, NativeSelect, Slider } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import type { ModelVersion } from '../../../contract/models.ts';
import type { PolicyVersion } from '../../../contract/policies.ts';
import type { sweepThresholds } from '../../../contract/replays.ts';
import type { UseCase } from '../../../contract/use-cases.ts';
import type { Score } from '../../../core/replay/score.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { useMissing } from '../../session.ts';
import { Fields } from '../../ui/Fields.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Refreshing } from '../../ui/Refreshing.tsx';
import { PastFields } from './PastFields.tsx';
import { sweepQuery } from './queries.ts';
import classes from './Replays.module.css';
import type { ReplaySearch } from './replay-search.ts';
import { SweepChart } from './SweepChart.tsx';
import { sweptRange } from './swept-range.ts';
import { TakeThreshold } from './TakeThreshold.tsx';
import { thresholdsOn } from './thresholds-on.ts';
import { useSearchChange } from './use-search-change.ts';

const scoreNames: Readonly<Record<Score, string>> = {
  confidence: 'confidence',
  calibrated: 'calibrated confidence',
  expectedImpact: 'expected impact',
};

export type SweepPanelProps = {
  useCase: Static<typeof UseCase>;
  models: readonly Static<typeof ModelVersion>[];
  versions: readonly Static<typeof PolicyVersion>[];
  search: ReplaySearch;
};

/** Every threshold of a score at once: what it would release, and what is known of the errors in it. */
export function SweepPanel({ useCase, models, versions, search }: SweepPanelProps) {
  const { useCaseId } = useCase;
  const mayNot = useMissing('replays:run');
  const change = useSearchChange(useCaseId, search);
  const [score, setScore] = useState<Score>(search.score ?? 'confidence');
  const sweep = useQuery({
    ...sweepQuery(useCaseId, { ...search, score }),
    enabled: search.score === score && mayNot === null,
  });
  const scores = (Object.keys(scoreNames) as Score[]) // its keys are the scores
    .filter((value) => value !== 'expectedImpact' || useCase.outputKind === 'class');
  const inForce = versions.find((one) => one.state === 'published');
  return (
    <Panel
      title="All thresholds at once"
      hint="What each would release, and what is known of the errors in it"
    >
      <Fields>
        <NativeSelect
          label="Score"
          value={score}
          data={scores.map((value) => ({ value, label: scoreNames[value] }))}
          onChange={(event) => setScore(event.currentTarget.value as Score)} // one of the scores
        />
        <NativeSelect
          label="Model version"
          value={search.modelVersionId ?? ''}
          data={[
            { value: '', label: 'all of them' },
            ...models.map((one) => ({ value: one.modelVersionId, label: one.name })),
          ]}
          onChange={(event) => change({ modelVersionId: event.currentTarget.value || undefined })}
        />
        <PastFields useCase={useCase} search={search} onChange={change} />
        <Button
          variant="default"
          disabled={mayNot !== null}
          title={mayNot ?? undefined}
          loading={sweep.isFetching}
          onClick={() => (search.score === score ? void sweep.refetch() : change({ score }))}
        >
          Sweep
        </Button>
      </Fields>
      {sweep.error ? <FailurePanel error={sweep.error} title="Nothing was swept." /> : null}
      {sweep.data && !sweep.error ? (
        <Refreshing busy={sweep.isPlaceholderData || search.score !== score}>
          <Swept sweep={sweep.data} inForce={inForce} />
        </Refreshing>
      ) : null}
    </Panel>
  );
}

type Version = Static<typeof PolicyVersion>;
type Sweep = Static<NonNullable<typeof sweepThresholds.answer>>;

function Swept({ sweep, inForce }: { sweep: Sweep; inForce: Version | undefined }) {
  const [chosen, setChosen] = useState(0);
  const [moved, setMoved] = useState<number | null>(null);
  const slice = sweep.slices[chosen] ?? sweep.slices[0];
  if (!slice) return null;
  const { first, last } = sweptRange(slice.points);
  const against = thresholdsOn(inForce?.document, sweep.score);
  const now = against[0]?.value;
  const usual = now === undefined ? -1 : slice.points.findIndex((point) => point.threshold >= now);
  const middle = Math.round((first + last) / 2);
  const place = Math.max(first, Math.min(last, moved ?? (usual < 0 ? middle : usual)));
  return (
    <>
      {sweep.slices.length > 1 ? (
        <NativeSelect
          mt="sm"
          label="Part of the traffic"
          w={260}
          value={String(chosen)}
          data={sweep.slices.map((one, index) => ({
            value: String(index),
            label: index === 0 ? 'all of it' : (one.slice ?? 'no value'),
          }))}
          onChange={(event) => setChosen(Number(event.currentTarget.value))}
        />
      ) : null}
      <SweepChart
        sweep={sweep}
        slice={slice}
        range={{ first, last }}
        place={place}
        inForce={against}
        slider={
          <div className={classes.slider}>
            <Slider
              thumbLabel="Threshold"
              thumbProps={{ 'aria-valuetext': String(slice.points[place]?.threshold ?? '') }}
              min={first}
              max={last}
              label={null}
              value={place}
              onChange={setMoved}
            />
          </div>
        }
      />
      <TakeThreshold
        inForce={inForce}
        names={against.map(({ name }) => name)}
        score={scoreNames[sweep.score]}
        threshold={slice.points[place]?.threshold ?? 0}
        part={slice !== sweep.slices[0]}
      />
    </>
  );
}
