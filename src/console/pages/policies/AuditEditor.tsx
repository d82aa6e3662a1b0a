import { ActionIcon, Button, Textarea, TextInput } from '@mantine/core';
import type { PolicyDocument, Stratum } from '../../../core/policies/document.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { addStratum, changeAudit, changeFloor, changeStratum, removeStratum } from './change-document.ts';
import classes from './Editor.module.css';
import { PercentField } from './PercentField.tsx';
import { ProblemList } from './ProblemList.tsx';
import type { Problem } from './policy-version.ts';
import { problemsAt } from './problems-at.ts';
import { SecondsField } from './SecondsField.tsx';

export type AuditEditorProps = {
  document: PolicyDocument;
  problems: readonly Problem[];
  onChange: (document: PolicyDocument) => void;
};

/** The server's own time for audited items where the policy names none. */
const usualDueSeconds = 86_400;

/** How much of the released is looked at anyway: what nobody looks at, nobody can count errors in. */
export function AuditEditor({ document, problems, onChange }: AuditEditorProps) {
  const { rate, floor = 0, dueSeconds = usualDueSeconds, strata = [] } = document.audit;
  return (
    <Panel
      title="Audit of what is released"
      hint="Drawn at random with a known probability, so that the share of errors can be estimated"
    >
      {strata.map((stratum, index) => (
        <StratumFields
          // biome-ignore lint/suspicious/noArrayIndexKey: names change while they are typed; the place is the identity.
          key={index}
          document={document}
          stratum={stratum}
          index={index}
          problems={problemsAt(problems, `/audit/strata/${index}`)}
          onChange={onChange}
        />
      ))}
      <div className={classes.route}>
        <PercentField
          label={strata.length > 0 ? 'Rate of the rest' : 'Rate'}
          about="the audit"
          rate={rate}
          onChange={(changed) => onChange(changeAudit(document, { rate: changed }))}
        />
        <PercentField
          label="Never below"
          about="the audit, also under overload"
          rate={floor}
          onChange={(changed) => onChange(changeFloor(document, changed))}
        />
        <SecondsField
          label="Judged within"
          about="the audit"
          seconds={dueSeconds}
          onChange={(seconds) => onChange(changeAudit(document, { dueSeconds: seconds }))}
        />
        <Button
          variant="default"
          size="xs"
          leftSection={<Icon name="plus" size={16} />}
          onClick={() => onChange(addStratum(document))}
        >
          A part with its own rate
        </Button>
      </div>
      <ProblemList problems={problems.filter(({ at }) => !at.startsWith('/audit/strata/'))} />
    </Panel>
  );
}

type StratumFieldsProps = {
  document: PolicyDocument;
  stratum: Stratum;
  index: number;
  problems: readonly Problem[];
  onChange: (document: PolicyDocument) => void;
};

function StratumFields({ document, stratum, index, problems, onChange }: StratumFieldsProps) {
  return (
    <div className={classes.part}>
      <div className={classes.route}>
        <TextInput
          label="Part"
          aria-label={`Name of part ${index + 1}`}
          value={stratum.name}
          onChange={(event) => onChange(changeStratum(document, index, { name: event.currentTarget.value }))}
        />
        <Textarea
          label="When"
          aria-label={`Condition of part ${index + 1}`}
          className={classes.grow ?? ''}
          classNames={{ input: classes.condition }}
          autosize
          minRows={1}
          spellCheck={false}
          value={stratum.when}
          onChange={(event) => onChange(changeStratum(document, index, { when: event.currentTarget.value }))}
        />
        <PercentField
          label="Rate"
          about={`part ${index + 1}`}
          rate={stratum.rate}
          onChange={(changed) => onChange(changeStratum(document, index, { rate: changed }))}
        />
        <ActionIcon
          className={classes.remove ?? ''}
          variant="subtle"
          color="gray"
          aria-label={`Remove part “${stratum.name}”`}
          title={`Remove part “${stratum.name}”`}
          onClick={() => onChange(removeStratum(document, index))}
        >
          <Icon name="close" size={16} />
        </ActionIcon>
      </div>
      <ProblemList problems={problems} />
    </div>
  );
}
