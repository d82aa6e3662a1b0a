import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { Static } from 'typebox';
import type { ModelVersion } from '../../../contract/models.ts';
import { shellCall, typescriptCall } from '../../parts/example-calls.ts';
import { PathLink } from '../../parts/PathLink.tsx';
import { usualModel } from '../../parts/usual-model.ts';
import { paths } from '../../paths.ts';
import { useMissing } from '../../session.ts';
import { CodeView } from '../../ui/CodeView.tsx';
import { Panel } from '../../ui/Panel.tsx';
import type { UseCase } from './use-case.ts';

export type CallsPanelProps = { useCase: UseCase; models: readonly Static<typeof ModelVersion>[] };

const ways = [
  { value: 'typescript', label: 'TypeScript' },
  { value: 'shell', label: 'Shell' },
] as const;

/** The exact call that sends a decision here, to copy. */
export function CallsPanel({ useCase, models }: CallsPanelProps) {
  const [way, setWay] = useState<string>('typescript');
  const mayNotMakeKeys = useMissing('api-keys:write');
  const usual = usualModel(models);
  const model = usual && usual.retiredAt === null ? usual.name : 'my-model-1';
  const given = { ...useCase, origin: window.location.origin, model };
  return (
    <Panel
      title="Send decisions"
      hint={
        mayNotMakeKeys ? (
          'A program needs an API key; administrators make them'
        ) : (
          <>
            A program needs an <PathLink path={paths.apiKeys()}>API key</PathLink>
          </>
        )
      }
      actions={
        <SegmentedControl aria-label="Language" size="xs" data={[...ways]} value={way} onChange={setWay} />
      }
    >
      <CodeView
        label={way === 'shell' ? 'call from a shell' : 'call from TypeScript'}
        text={way === 'shell' ? shellCall(given) : typescriptCall(given)}
      />
    </Panel>
  );
}
