import { ActionIcon, NativeSelect, NumberInput, Slider, TextInput } from '@mantine/core';
import type { Threshold } from '../../../core/policies/document.ts';
import { Icon } from '../../ui/Icon.tsx';
import { CertificateChoice } from './CertificateChoice.tsx';
import { withClassValue } from './change-thresholds.ts';
import classes from './Editor.module.css';
import { ProblemList } from './ProblemList.tsx';
import type { Problem } from './policy-version.ts';
import { classNames, useSubject } from './subject.ts';

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

/** One threshold: its value for all, for single classes, and the certificate behind it. */
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
      <ClassValues threshold={threshold} onChange={onChange} />
      <CertificateChoice useCaseId={useCaseId} threshold={threshold} onChange={onPut} />
      <ProblemList problems={problems} />
    </div>
  );
}

type ClassValuesProps = Pick<ThresholdFieldsProps, 'threshold' | 'onChange'>;

/** Classes with a value of their own, a row each: their names may be long. */
function ClassValues({ threshold, onChange }: ClassValuesProps) {
  const names = classNames(useSubject());
  const { name, value, byClass = {} } = threshold;
  const free = names.filter((one) => !Object.hasOwn(byClass, one));
  const put = (className: string, next: number | null) =>
    onChange(withClassValue(threshold, className, next));
  return (
    <>
      {Object.entries(byClass).map(([className, own]) => (
        <div key={className} className={classes.classValue}>
          <ValueField
            about={`${name} for ${className}`}
            value={own}
            onChange={(next) => put(className, next)}
          />
          <span className="break">
            <span className="soft">for</span> {className}
          </span>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`No value of its own for “${className}”`}
            title={`No value of its own for “${className}”`}
            onClick={() => put(className, null)}
          >
            <Icon name="close" size={16} />
          </ActionIcon>
        </div>
      ))}
      {free.length > 0 ? (
        <NativeSelect
          size="xs"
          w={240}
          aria-label={`A class with another value of ${name}`}
          value=""
          data={[{ value: '', label: 'Another value for a class …' }, ...free]}
          onChange={(event) => {
            if (event.currentTarget.value) put(event.currentTarget.value, value);
          }}
        />
      ) : null}
    </>
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
