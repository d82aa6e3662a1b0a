import { ActionIcon, Button, TextInput } from '@mantine/core';
import { Icon } from '../../ui/Icon.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { slugOf } from './slug-of.ts';
import classes from './UseCase.module.css';
import type { UseCase } from './use-case.ts';

type Codes = UseCase['reasonCodes'];
export type ReasonCodesProps = { codes: Codes; onChange: (codes: Codes) => void };

/** Reasons a reviewer can tick; the code is what programs see. */
export function ReasonCodes({ codes, onChange }: ReasonCodesProps) {
  const change = (index: number, part: Partial<Codes[number]>) =>
    onChange(codes.map((code, at) => (at === index ? { ...code, ...part } : code)));
  return (
    <Panel title="Reasons" hint="Reviewers tick them with a verdict; the first nine have keys">
      {codes.map((code, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: codes change while they are typed; the place is the identity.
        <div className={classes.row} key={index}>
          <TextInput
            className={classes.grow ?? ''}
            label="What the reviewer reads"
            maxLength={200}
            value={code.label}
            onChange={(event) => {
              const label = event.currentTarget.value;
              const follows = code.code === '' || code.code === slugOf(code.label);
              change(index, { label, ...(follows ? { code: slugOf(label) } : {}) });
            }}
          />
          <TextInput
            label="Code"
            value={code.code}
            onChange={(event) => change(index, { code: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Remove the reason “${code.label}”`}
            onClick={() => onChange(codes.toSpliced(index, 1))}
          >
            <Icon name="close" size={16} />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="default"
        size="xs"
        leftSection={<Icon name="plus" size={16} />}
        onClick={() => onChange([...codes, { code: '', label: '' }])}
      >
        Add a reason
      </Button>
    </Panel>
  );
}
