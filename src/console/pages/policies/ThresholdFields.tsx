import { ActionIcon, NumberInput, Slider, TextInput } from '@mantine/core';
import type { Threshold } from '../../../core/policies/document.ts';
import { Icon } from '../../ui/Icon.tsx';
import { CertificateChoice } from './CertificateChoice.tsx';
import classes from './Editor.module.css';
import { ProblemList } from './ProblemList.tsx';
import type { Problem } from './policy-version.ts';
import { SliceValues } from './SliceValues.tsx';

export type ThresholdFieldsProps = {
  useCaseId: string;
  threshold: Threshold;
  number: number;
  problems: readonly Problem[];
  onChange: (change: Partial<Threshold>) => void;
  /** Takes a whole threshold in its place. */
  onPut: (threshold: Threshold) => void;
  onRemove: () => void;
};

/** One threshold: its value for all, for single slices, and the certificate behind it. */
export function ThresholdFields(props: ThresholdFieldsProps) {
  const { useCaseId, threshold, number, problems, onChange, onPut, onRemove } = props;
  const { name, value } = threshold;
  return (
    <div className={classes.part}>
      <div className={classes.route}>
        <TextInput
          label="Threshold"
          aria-label={`Name of threshold ${number}`}
          maxLength={63}
          w={160}
          value={name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <ValueField label="Value" about={name} value={value} onChange={(next) => onChange({ value: next })} />
        <Slider
          className={classes.slider ?? ''}
          thumbLabel={`Value of ${name}, by slider`}
          min={0}
          max={1}
          step={0.005}
          label={null}
          value={Math.min(1, Math.max(0, value))}
          onChange={(next) => onChange({ value: next })}
        />
        <ActionIcon
          className={classes.remove ?? ''}
          variant="subtle"
          color="gray"
          aria-label={`Remove threshold “${name}”`}
          title={`Remove threshold “${name}”`}
          onClick={onRemove}
        >
          <Icon name="close" size={16} />
        </ActionIcon>
      </div>
      <SliceValues
        about={name}
        bySlice={threshold.bySlice}
        usual={() => value}
        field={(own) => <ValueField about={own.name} value={own.value} onChange={own.onChange} />}
        onChange={(bySlice) => onChange({ bySlice })}
      />
      <CertificateChoice useCaseId={useCaseId} threshold={threshold} onChange={onPut} />
      <ProblemList problems={problems} />
    </div>
  );
}

type ValueFieldProps = {
  label?: string;
  about: string;
  value: number;
  onChange: (value: number) => void;
};

function ValueField({ label, about, value, onChange }: ValueFieldProps) {
  return (
    <NumberInput
      {...(label ? { label } : null)}
      aria-label={`Value of ${about}`}
      w={112}
      step={0.01}
      decimalScale={12}
      hideControls
      value={value}
      onChange={(next) => {
        if (typeof next === 'number') onChange(next);
      }}
    />
  );
}
