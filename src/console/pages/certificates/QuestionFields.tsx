import { NativeSelect, NumberInput, Radio, Slider } from '@mantine/core';
import { useState } from 'react';
import type { Static } from 'typebox';
import type { ModelVersion } from '../../../contract/models.ts';
import type { UseCase } from '../../../contract/use-cases.ts';
import { promises } from '../../../core/certificates/promise.ts';
import type { MapChoice } from '../../../core/policies/map-choice.ts';
import { exactShare, promiseWords } from '../../parts/certificate-words.ts';
import { pastDays } from '../../parts/past-days.ts';
import { useGo } from '../../parts/use-go.ts';
import { paths } from '../../paths.ts';
import { Fields } from '../../ui/Fields.tsx';
import { Panel } from '../../ui/Panel.tsx';
import classes from './Certificates.module.css';
import { type CertificateSearch, mapForAll, type Question, targetErrors } from './question.ts';

export type QuestionFieldsProps = {
  useCase: Static<typeof UseCase>;
  models: readonly Static<typeof ModelVersion>[];
  thresholds: readonly { name: string }[];
  calibration: Readonly<Record<string, MapChoice>>;
  search: CertificateSearch;
  question: Question;
  reviewCost: number;
};

/** What the certificate is to promise; every choice is in the address, so that it can be sent to somebody. */
export function QuestionFields(props: QuestionFieldsProps) {
  const { useCase, search, question } = props;
  const go = useGo();
  const { useCaseId } = useCase;
  const change = (part: CertificateSearch) =>
    void go(paths.certificates({ ...search, useCaseId, ...part }), { replace: true, resetScroll: false });
  return (
    <Panel title="What is to be promised">
      <PromiseChoice promise={question.promise} onChange={(promise) => change({ promise })} />
      <div className={classes.sliders}>
        <ShareSlider
          label={`${promiseWords[question.promise].name}, at most`}
          share={question.targetError}
          steps={targetErrors}
          onChange={(targetError) => change({ targetError })}
        />
        {question.confidenceLevel === null ? null : (
          <ShareSlider
            label="With this confidence"
            share={question.confidenceLevel}
            steps={[0.8, 0.9, 0.95, 0.975, 0.99, 0.995, 0.999]}
            onChange={(confidenceLevel) => change({ confidenceLevel })}
          />
        )}
      </div>
      <MoreFields {...props} change={change} />
    </Panel>
  );
}

type PromiseChoiceProps = {
  promise: Question['promise'];
  onChange: (promise: Question['promise']) => void;
};

/** What the limit is a share of, and how sure it is. */
function PromiseChoice({ promise, onChange }: PromiseChoiceProps) {
  return (
    <Radio.Group
      aria-label="Limit of what"
      value={promise}
      onChange={(chosen) => onChange(chosen as Question['promise'])} // one of the radio buttons below
    >
      <div className={classes.promises}>
        {promises.map((one) => (
          <Radio key={one} value={one} label={promiseWords[one].name} description={promiseWords[one].about} />
        ))}
      </div>
    </Radio.Group>
  );
}

type SliceFieldProps = {
  useCase: QuestionFieldsProps['useCase'];
  sliceBy: string | null;
  onChange: (sliceBy: string | undefined) => void;
};

/** Whether the limit is for all traffic or for each part of it. */
function SliceField({ useCase, sliceBy, onChange }: SliceFieldProps) {
  return (
    <NativeSelect
      label="Limit for"
      value={sliceBy ?? ''}
      data={[
        { value: '', label: 'all traffic as one' },
        ...(useCase.outputKind === 'class' ? [{ value: 'label', label: 'each class' }] : []),
        ...useCase.metadataFields.map((field) => ({
          value: `metadata.${field.name}`,
          label: `each ${field.name}`,
        })),
      ]}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  );
}

type EvidenceFieldProps = {
  statistic: Question['statistic'];
  onChange: (statistic: Question['statistic']) => void;
};

function EvidenceField({ statistic, onChange }: EvidenceFieldProps) {
  return (
    <NativeSelect
      label="Evidence"
      value={statistic}
      data={[
        { value: 'exact', label: 'audit draw, looked at once' },
        { value: 'evidence', label: 'audit draw, at any time' },
        { value: 'betting', label: 'all judged, at any time' },
      ]}
      onChange={(event) => onChange(event.currentTarget.value as Question['statistic'])} // one of the values above
    />
  );
}

type MoreFieldsProps = QuestionFieldsProps & { change: (part: CertificateSearch) => void };

function MoreFields({
  useCase,
  models,
  thresholds,
  calibration,
  search,
  question,
  reviewCost,
  change,
}: MoreFieldsProps) {
  const { map, sliceBy } = question;
  const model = models.find((one) => one.modelVersionId === question.modelVersionId);
  const mapInForce = mapForAll(calibration[model?.name ?? '']);
  const names = thresholds.map((one) => one.name);
  return (
    <Fields>
      <NativeSelect
        label="Model version"
        value={question.modelVersionId}
        data={models.map((one) => ({ value: one.modelVersionId, label: one.name }))}
        onChange={(event) => change({ modelVersionId: event.currentTarget.value, map: undefined })}
      />
      <NativeSelect
        label="Threshold of the policy"
        value={question.threshold}
        data={names.includes(question.threshold) ? names : [question.threshold, ...names]}
        onChange={(event) => change({ threshold: event.currentTarget.value })}
      />
      <NativeSelect
        label="Score"
        value={String(map ?? 0)}
        data={[
          { value: '0', label: 'raw confidence' },
          ...(mapInForce ? [{ value: String(mapInForce), label: `calibrated, map ${mapInForce}` }] : []),
          ...(map && map !== mapInForce ? [{ value: String(map), label: `calibrated, map ${map}` }] : []),
        ]}
        onChange={(event) => change({ map: Number(event.currentTarget.value) })}
      />
      {question.promise === 'released' ? (
        <>
          <SliceField useCase={useCase} sliceBy={sliceBy} onChange={(part) => change({ sliceBy: part })} />
          <EvidenceField statistic={question.statistic} onChange={(statistic) => change({ statistic })} />
        </>
      ) : null}
      <NativeSelect
        label="Recorded"
        value={String(search.days ?? 30)}
        data={[...pastDays]}
        onChange={(event) => change({ days: Number(event.currentTarget.value) })}
      />
      <NumberInput
        label="One review costs"
        w={130}
        min={0}
        step={0.25}
        decimalScale={2}
        value={reviewCost}
        onChange={(cost) => {
          if (typeof cost === 'number') change({ reviewCost: cost });
        }}
      />
    </Fields>
  );
}

type ShareSliderProps = {
  label: string;
  share: number;
  steps: readonly number[];
  onChange: (share: number) => void;
};

/** A share among round ones; the server is asked when the thumb comes to rest. */
function ShareSlider({ label, share, steps, onChange }: ShareSliderProps) {
  const [moving, setMoving] = useState<number | null>(null);
  const place = moving ?? nearest(steps, share);
  const shown = moving === null ? share : (steps[moving] ?? share);
  return (
    <div className={classes.slider}>
      <p>
        {label}: <strong>{exactShare(shown)}</strong>
      </p>
      <Slider
        thumbLabel={label}
        min={0}
        max={steps.length - 1}
        step={1}
        label={null}
        value={place}
        onChange={setMoving}
        onChangeEnd={(at) => {
          setMoving(null);
          onChange(steps[at] ?? share);
        }}
        marks={steps.map((_, index) => ({ value: index }))}
        thumbProps={{ 'aria-valuetext': exactShare(shown) }}
      />
    </div>
  );
}

function nearest(steps: readonly number[], share: number): number {
  const distances = steps.map((step) => Math.abs(Math.log(step / share)));
  return distances.indexOf(Math.min(...distances));
}
