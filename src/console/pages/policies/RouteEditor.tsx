import { NativeSelect, NumberInput } from '@mantine/core';
import type { ConsensusRoute, Route } from '../../../core/policies/document.ts';
import { asKind } from './change-document.ts';
import classes from './Editor.module.css';
import { PeopleFields } from './PeopleFields.tsx';
import { TimeoutFields } from './TimeoutFields.tsx';

export type RouteEditorProps = { route: Route; label: string; onChange: (route: Route) => void };

const kinds: readonly { value: Route['kind']; label: string }[] = [
  { value: 'release', label: 'Release at once' },
  { value: 'hold', label: 'Hold for a person' },
  { value: 'release-and-review', label: 'Release, review after' },
  { value: 'consensus', label: 'Ask several people' },
];

const meanwhile: readonly { value: ConsensusRoute['meanwhile']; label: string }[] = [
  { value: 'hold', label: 'hold it' },
  { value: 'release', label: 'release it' },
];

/** What happens to a decision: which way, judged by whom, until when, and what if nobody does. */
export function RouteEditor({ route, label, onChange }: RouteEditorProps) {
  return (
    <div className={classes.route}>
      <NativeSelect
        label="Then"
        aria-label={`Then, of ${label}`}
        value={route.kind}
        data={[...kinds]}
        onChange={(event) => onChange(asKind(route, event.currentTarget.value as Route['kind']))} // one of the values above
      />
      {route.kind === 'consensus' ? (
        <ConsensusFields route={route} label={label} onChange={onChange} />
      ) : null}
      {route.kind === 'release' ? null : <PeopleFields route={route} label={label} onChange={onChange} />}
      {route.kind === 'hold' || (route.kind === 'consensus' && route.meanwhile === 'hold') ? (
        <TimeoutFields
          timeout={route.timeout}
          label={label}
          onChange={(timeout) => onChange({ ...route, timeout })}
        />
      ) : null}
    </div>
  );
}

function ConsensusFields({
  route,
  label,
  onChange,
}: {
  route: ConsensusRoute;
  label: string;
  onChange: (route: ConsensusRoute) => void;
}) {
  const { least, most } = route.judgements;
  return (
    <>
      <JudgementsField
        label="Judgements"
        about={label}
        value={least}
        onChange={(count) =>
          onChange({ ...route, judgements: { least: count, most: Math.max(count, most) } })
        }
      />
      <JudgementsField
        label="At most"
        about={label}
        value={most}
        onChange={(count) =>
          onChange({ ...route, judgements: { least: Math.min(least, count), most: count } })
        }
      />
      <NativeSelect
        label="Meanwhile"
        aria-label={`Meanwhile, of ${label}`}
        value={route.meanwhile}
        data={[...meanwhile]}
        onChange={(event) =>
          onChange({
            ...route,
            meanwhile: event.currentTarget.value as ConsensusRoute['meanwhile'], // one of the values above
            ...(event.currentTarget.value === 'release' ? { timeout: { action: 'keep-holding' } } : null),
          })
        }
      />
    </>
  );
}

/** The contract takes up to 15. */
const mostJudgements = 15;

function JudgementsField({
  label,
  about,
  value,
  onChange,
}: {
  label: string;
  about: string;
  value: number;
  onChange: (count: number) => void;
}) {
  return (
    <NumberInput
      label={label}
      aria-label={`${label}, of ${about}`}
      w={104}
      min={1}
      max={mostJudgements}
      clampBehavior="strict"
      allowDecimal={false}
      value={value}
      onChange={(count) => onChange(typeof count === 'number' ? count : 1)}
    />
  );
}
