import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import type { Route } from '../../../core/policies/document.ts';
import classes from './Editor.module.css';
import { SecondsField } from './SecondsField.tsx';

export type PeopleRoute = Exclude<Route, { kind: 'release' }>;

const tiers = [
  { value: '1', label: 'any reviewer' },
  { value: '2', label: 'experts only' },
];

/** Who judges and by when, of any route that asks people. */
export function PeopleFields<R extends PeopleRoute>({
  route,
  label,
  onChange,
}: {
  route: R;
  label: string;
  onChange: (route: R) => void;
}) {
  return (
    <>
      <NativeSelect
        label="Judged by"
        aria-label={`Judged by, of ${label}`}
        value={String(route.tier ?? 1)}
        data={tiers}
        onChange={(event) => onChange(withTier(route, event.currentTarget.value === '2'))}
      />
      <TextInput
        label="Who holds"
        aria-label={`Qualification needed, of ${label}`}
        placeholder="any qualification"
        maxLength={63}
        w={160}
        value={route.qualification ?? ''}
        onChange={(event) => onChange(withQualification(route, event.currentTarget.value))}
      />
      <SecondsField
        label="Due within"
        about={label}
        seconds={route.dueSeconds}
        onChange={(dueSeconds) => onChange({ ...route, dueSeconds })}
      />
      <Checkbox
        className={classes.check ?? ''}
        label="Blind"
        title="Judged without seeing the model's output or anybody's verdict"
        checked={route.blind ?? false}
        onChange={(event) => onChange(withBlind(route, event.currentTarget.checked))}
      />
    </>
  );
}

/** Tier 1 is what a route without a tier means, so it is left out; likewise below. */
function withTier<R extends PeopleRoute>(route: R, expert: boolean): R {
  const { tier: _, ...rest } = route;
  return (expert ? { ...rest, tier: 2 } : rest) as R; // tier is optional in all kinds
}

function withQualification<R extends PeopleRoute>(route: R, typed: string): R {
  const { qualification: _, ...rest } = route;
  const qualification = typed.toLowerCase().replace(/[^a-z0-9-]+/g, '-');
  return (qualification ? { ...rest, qualification } : rest) as R; // optional in all kinds
}

function withBlind<R extends PeopleRoute>(route: R, blind: boolean): R {
  const { blind: _, ...rest } = route;
  return (blind ? { ...rest, blind } : rest) as R; // optional in all kinds
}
