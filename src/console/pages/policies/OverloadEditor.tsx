import { ActionIcon, Button, NativeSelect, NumberInput } from '@mantine/core';
import type { OverloadLimit, OverloadStep, PolicyDocument } from '../../../core/policies/document.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Panel } from '../../ui/Panel.tsx';
import {
  addStep,
  asStep,
  changeLimit,
  changeOverload,
  changeStep,
  type LimitChange,
  limitOf,
  moveStep,
  removeStep,
  withOverload,
  withoutOverload,
} from './change-overload.ts';
import classes from './Editor.module.css';
import { OutputField } from './OutputField.tsx';
import { PercentField } from './PercentField.tsx';
import { ProblemList } from './ProblemList.tsx';
import type { Problem } from './policy-version.ts';
import { problemsAt } from './problems-at.ts';
import { SecondsField } from './SecondsField.tsx';

export type OverloadEditorProps = {
  document: PolicyDocument;
  problems: readonly Problem[];
  onChange: (document: PolicyDocument) => void;
};

const tierWords = { 1: 'Reviewers', 2: 'Experts' } as const;

const actions: readonly { value: OverloadStep['action']; label: string }[] = [
  { value: 'set-threshold', label: 'set a threshold' },
  { value: 'sample-less', label: 'sample less' },
  { value: 'hold-reviews', label: 'hold what would be reviewed after' },
  { value: 'safe-output', label: 'give a safe output instead of holding' },
];

/** What happens, in this order, when people cannot keep up; without it the backlog just grows. */
export function OverloadEditor({ document, problems, onChange }: OverloadEditorProps) {
  const { overload } = document;
  if (!overload) {
    return (
      <Panel
        title="When people cannot keep up"
        hint="Without a contract nothing changes: tasks wait longer, time-outs do what they say"
      >
        <Button
          variant="default"
          size="xs"
          leftSection={<Icon name="plus" size={16} />}
          onClick={() => onChange(withOverload(document))}
        >
          Agree on an order of steps
        </Button>
      </Panel>
    );
  }
  return (
    <Panel
      title="When people cannot keep up"
      hint="Step after step while a limit is exceeded, and back again below 80 % of it; each is an entry of the ledger"
      actions={
        <Button variant="default" size="xs" onClick={() => onChange(withoutOverload(document))}>
          Remove
        </Button>
      }
    >
      {([1, 2] as const).map((tier) => (
        <LimitFields
          key={tier}
          limit={limitOf(document, tier)}
          onChange={(change) => onChange(changeLimit(document, tier, change))}
        />
      ))}
      <ol className={classes.rules}>
        {overload.steps.map((step, index) => (
          <StepItem
            // biome-ignore lint/suspicious/noArrayIndexKey: steps have no name; the place is the identity.
            key={index}
            document={document}
            step={step}
            index={index}
            only={overload.steps.length === 1}
            problems={problemsAt(problems, `/overload/steps/${index}`)}
            onChange={onChange}
          />
        ))}
      </ol>
      <div className={classes.route}>
        <Button
          variant="default"
          size="xs"
          leftSection={<Icon name="plus" size={16} />}
          onClick={() => onChange(addStep(document))}
        >
          Add a step
        </Button>
        <SecondsField
          label="Between two steps"
          about="the overload contract"
          seconds={overload.everySeconds}
          onChange={(everySeconds) => onChange(changeOverload(document, { everySeconds }))}
        />
      </div>
      <ProblemList problems={problems.filter(({ at }) => !at.startsWith('/overload/steps/'))} />
    </Panel>
  );
}

function LimitFields({ limit, onChange }: { limit: OverloadLimit; onChange: (change: LimitChange) => void }) {
  const who = tierWords[limit.tier];
  return (
    <fieldset className={classes.limit}>
      <legend>{who}</legend>
      <LimitField
        label="More open tasks than"
        about={who}
        value={limit.backlog}
        onChange={(backlog) => onChange({ backlog })}
      />
      <SecondsField
        label="or one overdue by"
        about={who.toLowerCase()}
        seconds={limit.overdueSeconds}
        onChange={(overdueSeconds) => onChange({ overdueSeconds })}
        none={{ words: 'no limit', onChoose: () => onChange({ overdueSeconds: undefined }) }}
      />
    </fieldset>
  );
}

type LimitFieldProps = {
  label: string;
  about: string;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
};

function LimitField({ label, about, value, onChange }: LimitFieldProps) {
  return (
    <NumberInput
      label={label}
      aria-label={`${about}: ${label}`}
      w={210}
      min={1}
      allowDecimal={false}
      hideControls
      placeholder="no limit"
      value={value ?? ''}
      onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
    />
  );
}

function StepFields({
  step,
  number,
  thresholds,
  onChange,
}: {
  step: OverloadStep;
  number: number;
  thresholds: readonly string[];
  onChange: (step: OverloadStep) => void;
}) {
  const about = `step ${number}`;
  return (
    <>
      <NativeSelect
        label="Step"
        aria-label={`What step ${number} does`}
        value={step.action}
        data={[...actions]}
        onChange={(event) =>
          onChange(asStep(event.currentTarget.value as OverloadStep['action'], thresholds))
        } // one of the values above
      />
      {step.action === 'set-threshold' ? (
        <>
          <NativeSelect
            label="Threshold"
            aria-label={`Threshold that step ${number} sets`}
            value={step.threshold}
            data={thresholds.includes(step.threshold) ? [...thresholds] : [step.threshold, ...thresholds]}
            onChange={(event) => onChange({ ...step, threshold: event.currentTarget.value })}
          />
          <NumberInput
            label="Value"
            aria-label={`Value that step ${number} sets`}
            w={112}
            step={0.01}
            decimalScale={12}
            hideControls
            value={step.value}
            onChange={(value) => onChange({ ...step, value: typeof value === 'number' ? value : step.value })}
          />
        </>
      ) : null}
      {step.action === 'sample-less' ? (
        <PercentField
          label="Of the usual rates"
          about={about}
          rate={step.factor}
          onChange={(factor) => onChange({ ...step, factor })}
        />
      ) : null}
      {step.action === 'safe-output' ? (
        <OutputField
          label="Safe output"
          about={about}
          output={step.output}
          onChange={(output) => onChange({ ...step, output })}
        />
      ) : null}
    </>
  );
}

type StepItemProps = {
  document: PolicyDocument;
  step: OverloadStep;
  index: number;
  only: boolean;
  problems: readonly Problem[];
  onChange: (document: PolicyDocument) => void;
};

function StepItem({ document, step, index, only, problems, onChange }: StepItemProps) {
  return (
    <li className={classes.rule}>
      <div className={classes.head}>
        <span className={classes.place}>{index + 1}</span>
        <div className={`${classes.route} ${classes.grow}`}>
          <StepFields
            step={step}
            number={index + 1}
            thresholds={(document.thresholds ?? []).map((one) => one.name)}
            onChange={(next) => onChange(changeStep(document, index, next))}
          />
        </div>
        <div className={classes.tools}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Take step ${index + 1} earlier`}
            title={`Take step ${index + 1} earlier`}
            disabled={index === 0}
            onClick={() => onChange(moveStep(document, index, -1))}
          >
            <Icon name="up" size={16} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Remove step ${index + 1}`}
            title={
              only
                ? 'A contract has a step at least; remove the contract instead.'
                : `Remove step ${index + 1}`
            }
            disabled={only}
            onClick={() => onChange(removeStep(document, index))}
          >
            <Icon name="close" size={16} />
          </ActionIcon>
        </div>
      </div>
      <ProblemList problems={problems} />
    </li>
  );
}
