import { NativeSelect } from '@mantine/core';
import type { Route, Timeout } from '../../../core/policies/document.ts';
import { asKind } from './change-document.ts';
import classes from './Editor.module.css';
import { SecondsField } from './SecondsField.tsx';

export type RouteEditorProps = { route: Route; label: string; onChange: (route: Route) => void };

const kinds: readonly { value: Route['kind']; label: string }[] = [
  { value: 'release', label: 'Release at once' },
  { value: 'hold', label: 'Hold for a person' },
  { value: 'release-and-review', label: 'Release, review after' },
];

const tiers = [
  { value: '1', label: 'any reviewer' },
  { value: '2', label: 'experts only' },
];

const actions: readonly { value: Timeout['action']; label: string }[] = [
  { value: 'keep-holding', label: 'keep holding' },
  { value: 'reject', label: 'reject it' },
  { value: 'release-and-flag', label: 'release and flag it' },
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
      {route.kind === 'release' ? null : (
        <>
          <NativeSelect
            label="Judged by"
            aria-label={`Judged by, of ${label}`}
            value={String(route.tier ?? 1)}
            data={tiers}
            onChange={(event) => onChange(withTier(route, event.currentTarget.value === '2'))}
          />
          <SecondsField
            label="Due within"
            about={label}
            seconds={route.dueSeconds}
            onChange={(dueSeconds) => onChange({ ...route, dueSeconds })}
          />
        </>
      )}
      {route.kind === 'hold' ? (
        <>
          <NativeSelect
            label="If nobody judges"
            aria-label={`If nobody judges, of ${label}`}
            value={route.timeout.action}
            data={[...actions]}
            onChange={(event) =>
              onChange({
                ...route,
                timeout: asAction(route.timeout, event.currentTarget.value as Timeout['action']),
              })
            } // one of the values above
          />
          {route.timeout.action === 'keep-holding' ? null : (
            <SecondsField
              label="After"
              about={label}
              seconds={route.timeout.afterSeconds}
              onChange={(afterSeconds) =>
                onChange({ ...route, timeout: { ...route.timeout, afterSeconds } as Timeout })
              } // not "keep-holding" here
            />
          )}
        </>
      ) : null}
    </div>
  );
}

/** Tier 1 is what a route without a tier means, so it is left out. */
function withTier<R extends Exclude<Route, { kind: 'release' }>>(route: R, expert: boolean): R {
  const { tier: _, ...rest } = route;
  return (expert ? { ...rest, tier: 2 } : rest) as R; // tier is optional in both kinds
}

function asAction(timeout: Timeout, action: Timeout['action']): Timeout {
  if (action === 'keep-holding') return { action };
  const afterSeconds = timeout.action === 'keep-holding' ? 86_400 : timeout.afterSeconds;
  return action === 'safe-output' ? { action, afterSeconds, output: '' } : { action, afterSeconds };
}
