import { Button } from '@mantine/core';
import type { PolicyDocument } from '../../../core/policies/document.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { addThreshold, changeThreshold, putThreshold, removeThreshold } from './change-thresholds.ts';
import { ProblemList } from './ProblemList.tsx';
import type { Problem } from './policy-version.ts';
import { problemsAt } from './problems-at.ts';
import { ThresholdFields } from './ThresholdFields.tsx';

export type ThresholdsEditorProps = {
  useCaseId: string;
  document: PolicyDocument;
  problems: readonly Problem[];
  onChange: (document: PolicyDocument) => void;
};

/** Numbers with a name: conditions read them, replays sweep them, certificates stand behind them. */
export function ThresholdsEditor({ useCaseId, document, problems, onChange }: ThresholdsEditorProps) {
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
          useCaseId={useCaseId}
          threshold={threshold}
          number={index + 1}
          problems={problemsAt(problems, `/thresholds/${index}`)}
          onChange={(change) => onChange(changeThreshold(document, index, change))}
          onPut={(put) => onChange(putThreshold(document, index, put))}
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
