import { Button, NativeSelect, Slider } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import type { ModelVersion } from '../../../contract/models.ts';
import type { PolicyVersion } from '../../../contract/policies.ts';
import { sweepThresholds } from '../../../contract/replays.ts';
import type { UseCase } from '../../../contract/use-cases.ts';
import { client } from '../../client.ts';
import { FailurePanel } from '../../parts/FailurePanel.tsx';
import { SliceChoice } from '../../parts/SliceChoice.tsx';
import { useMissing } from '../../session.ts';
import { Panel } from '../../ui/Panel.tsx';
import classes from './Replays.module.css';
import { timesOf, type Window, windows } from './replay-search.ts';
import { SweepChart } from './SweepChart.tsx';

type Score = 'confidence' | 'calibrated' | 'expectedImpact';
const scoreNames: readonly { value: Score; label: string }[] = [
  { value: 'confidence', label: 'confidence' },
  { value: 'calibrated', label: 'calibrated confidence' },
  { value: 'expectedImpact', label: 'expected impact' },
];

export type SweepPanelProps = {
  useCase: Static<typeof UseCase>;
  models: readonly Static<typeof ModelVersion>[];
  versions: readonly Static<typeof PolicyVersion>[];
};

/** Every threshold of a score at once: what it would release, and what is known of the errors in it. */
export function SweepPanel({ useCase, models, versions }: SweepPanelProps) {
  const { useCaseId } = useCase;
  const mayNot = useMissing('replays:run');
  const [score, setScore] = useState<Score>('confidence');
  const [window, setWindow] = useState<Window>('week');
  const [sliceBy, setSliceBy] = useState<string>();
  const [modelVersionId, setModelVersionId] = useState('');
  const sweep = useMutation({
    mutationFn: () =>
      client.call(sweepThresholds, {
        params: { useCaseId },
        body: {
          score,
          ...timesOf(window, Date.now()),
          ...(sliceBy ? { sliceBy } : null),
          ...(modelVersionId ? { modelVersionId } : null),
        },
      }),
  });
  const inForce = versions.find((one) => one.state === 'published')?.document.thresholds ?? [];
  return (
    <Panel
      title="All thresholds at once"
      hint="What each would release, and what is known of the errors in it"
    >
      <div className={classes.fields}>
        <NativeSelect
          label="Score"
          value={score}
          data={scoreNames.filter(
            ({ value }) => value !== 'expectedImpact' || useCase.outputKind === 'class',
          )}
          onChange={(event) => setScore(event.currentTarget.value as Score)} // one of the scores
        />
        <NativeSelect
          label="Model version"
          value={modelVersionId}
          data={[
            { value: '', label: 'all of them' },
            ...models.map((one) => ({ value: one.modelVersionId, label: one.name })),
          ]}
          onChange={(event) => setModelVersionId(event.currentTarget.value)}
        />
        <NativeSelect
          label="Over"
          value={window}
          data={windows.map(({ value, label }) => ({ value, label }))}
          onChange={(event) => setWindow(event.currentTarget.value as Window)} // one of the windows
        />
        <SliceChoice useCase={useCase} sliceBy={sliceBy} onChange={setSliceBy} />
        <Button
          variant="default"
          disabled={mayNot !== null}
          title={mayNot ?? undefined}
          loading={sweep.isPending}
          onClick={() => sweep.mutate()}
        >
          Sweep
        </Button>
      </div>
      {sweep.error ? <FailurePanel error={sweep.error} title="Nothing was swept." /> : null}
      {sweep.data ? <Swept sweep={sweep.data} inForce={inForce} /> : null}
    </Panel>
  );
}

type Sweep = Static<NonNullable<typeof sweepThresholds.answer>>;

function Swept({ sweep, inForce }: { sweep: Sweep; inForce: readonly { name: string; value: number }[] }) {
  const [chosen, setChosen] = useState(0);
  const points = sweep.slices[0]?.points ?? [];
  const [place, setPlace] = useState(() => Math.max(0, points.length - 1 - Math.floor(points.length / 10)));
  const slice = sweep.slices[chosen] ?? sweep.slices[0];
  if (!slice) return null;
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
      <div className={classes.slider}>
        <Slider
          thumbLabel="Threshold"
          min={0}
          max={Math.max(0, points.length - 1)}
          label={null}
          value={place}
          onChange={setPlace}
        />
      </div>
      <SweepChart sweep={sweep} slice={slice} place={place} inForce={inForce} />
    </>
  );
}
