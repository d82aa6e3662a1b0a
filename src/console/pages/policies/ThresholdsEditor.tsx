import { ActionIcon, Button, NativeSelect, NumberInput, Slider, TextInput } from '@mantine/core';
import type { PolicyDocument, Threshold } from '../../../core/policies/document.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { addThreshold, changeThreshold, removeThreshold, withClassValue } from './change-thresholds.ts';
import classes from './Editor.module.css';
import { ProblemList } from './ProblemList.tsx';
import type { Problem } from './policy-version.ts';
import { problemsAt } from './problems-at.ts';
import { classNames, useSubject } from './subject.ts';

export type ThresholdsEditorProps = {
  document: PolicyDocument;
  problems: readonly Problem[];
  onChange: (document: PolicyDocument) => void;
};

/** Numbers with a name: conditions read them, replays sweep them, certificates stand behind them. */
export function ThresholdsEditor({ document, problems, onChange }: ThresholdsEditorProps) {
  const thresholds = document.thresholds ?? [];
  return (
    <Panel
      title="Thresholds"
      hint="Numbers with a name; a condition reads one as thresholds.name, so that it can be tuned and certified"
    >
      {thresholds.map((threshold, index) => (
        <ThresholdFields
          // biome-ignore lint/suspicious/noArrayIndexKey: names change while they are typed; the place is the identity.
          key={index}
          threshold={threshold}
          number={index + 1}
          problems={problemsAt(problems, `/thresholds/${index}`)}
          onChange={(change) => onChange(changeThreshold(document, index, change))}
          onRemove={() => onChange(removeThreshold(document, index))}
        />
      ))}
      <Button
        variant="default"
        size="xs"
        leftSection={<Icon name="plus" size={16} />}
        onClick={() => onChange(addThreshold(document))}
      >
        Add a threshold
      </Button>
      <ProblemList problems={problems.filter(({ at }) => at === '/thresholds')} />
    </Panel>
  );
}

type ThresholdFieldsProps = {
  threshold: Threshold;
  number: number;
  problems: readonly Problem[];
  onChange: (change: Partial<Threshold>) => void;
  onRemove: () => void;
};

function ThresholdFields({ threshold, number, problems, onChange, onRemove }: ThresholdFieldsProps) {
  const names = classNames(useSubject());
  const { name, value, byClass = {}, certificateId } = threshold;
  const free = names.filter((one) => !Object.hasOwn(byClass, one));
  return (
    <div className={classes.stratum}>
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
        className={classes.grow ?? ''}
        aria-label={`Value of ${name}`}
        thumbLabel={`Value of ${name}`}
        min={0}
        max={1}
        step={0.005}
        label={null}
        value={Math.min(1, Math.max(0, value))}
        onChange={(next) => onChange({ value: next })}
      />
      <ActionIcon variant="subtle" color="gray" aria-label={`Remove threshold “${name}”`} onClick={onRemove}>
        <Icon name="close" size={16} />
      </ActionIcon>
      {Object.entries(byClass).map(([className, classValue]) => (
        <div key={className} className={classes.time}>
          <ValueField
            label={className}
            about={`${name} for ${className}`}
            value={classValue}
            onChange={(next) => onChange(withClassValue(threshold, className, next))}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`No value of its own for “${className}”`}
            onClick={() => onChange(withClassValue(threshold, className, null))}
          >
            <Icon name="close" size={16} />
          </ActionIcon>
        </div>
      ))}
      {free.length > 0 ? (
        <NativeSelect
          label="Another value for"
          aria-label={`A class with another value of ${name}`}
          value=""
          data={[{ value: '', label: 'choose a class' }, ...free]}
          onChange={(event) => {
            if (event.currentTarget.value)
              onChange(withClassValue(threshold, event.currentTarget.value, value));
          }}
        />
      ) : null}
      {certificateId ? (
        <p className="soft">
          Stands on a certificate: when that is revoked, the value falls back to the last certified stricter
          one.
        </p>
      ) : null}
      <ProblemList problems={problems} />
    </div>
  );
}

function ValueField({
  label,
  about,
  value,
  onChange,
}: {
  label: string;
  about: string;
  value: number;
  onChange: (value: number) => void;
}) {
  return (
    <NumberInput
      label={label}
      aria-label={`Value of ${about}`}
      w={112}
      step={0.01}
      decimalScale={6}
      hideControls
      value={value}
      onChange={(next) => {
        if (typeof next === 'number') onChange(next);
      }}
    />
  );
}
