import { NativeSelect } from '@mantine/core';
import type { Timeout } from '../../../core/policies/document.ts';
import { OutputField } from './OutputField.tsx';
import { SecondsField } from './SecondsField.tsx';

const actions: readonly { value: Timeout['action']; label: string }[] = [
  { value: 'keep-holding', label: 'keep holding' },
  { value: 'escalate', label: 'escalate it to experts' },
  { value: 'reject', label: 'reject it' },
  { value: 'release-and-flag', label: 'release and flag it' },
  { value: 'safe-output', label: 'give a safe output' },
];

export type TimeoutFieldsProps = { timeout: Timeout; label: string; onChange: (timeout: Timeout) => void };

/** What becomes of a held decision that nobody judges in time. */
export function TimeoutFields({ timeout, label, onChange }: TimeoutFieldsProps) {
  return (
    <>
      <NativeSelect
        label="If nobody judges"
        aria-label={`If nobody judges, of ${label}`}
        value={timeout.action}
        data={[...actions]}
        onChange={(event) => onChange(asAction(timeout, event.currentTarget.value as Timeout['action']))} // one of the values above
      />
      {timeout.action === 'keep-holding' ? null : (
        <SecondsField
          label="After"
          about={label}
          seconds={timeout.afterSeconds}
          onChange={(afterSeconds) => onChange({ ...timeout, afterSeconds })}
        />
      )}
      {timeout.action === 'safe-output' ? (
        <OutputField
          label="Safe output"
          about={label}
          output={timeout.output}
          onChange={(output) => onChange({ ...timeout, output })}
        />
      ) : null}
    </>
  );
}

function asAction(timeout: Timeout, action: Timeout['action']): Timeout {
  if (action === 'keep-holding') return { action };
  const afterSeconds = timeout.action === 'keep-holding' ? 86_400 : timeout.afterSeconds;
  return action === 'safe-output' ? { action, afterSeconds, output: '' } : { action, afterSeconds };
}
