import { ActionIcon, Textarea, TextInput } from '@mantine/core';
import type { Rule } from '../../../core/policies/document.ts';
import { Icon } from '../../ui/Icon.tsx';
import classes from './Editor.module.css';
import { ProblemList } from './ProblemList.tsx';
import type { Problem } from './policy-version.ts';
import { RouteEditor } from './RouteEditor.tsx';

export type RuleEditorProps = {
  rule: Rule;
  index: number;
  last: boolean;
  problems: readonly Problem[];
  onChange: (change: Partial<Rule>) => void;
  onMove: (by: -1 | 1) => void;
  onCopy: () => void;
  onRemove: () => void;
};

/** One rule: its name, its condition, and what happens when it holds; every problem stands at its rule. */
export function RuleEditor({
  rule,
  index,
  last,
  problems,
  onChange,
  onMove,
  onCopy,
  onRemove,
}: RuleEditorProps) {
  const wrong = problems.some((problem) => problem.severity === 'error');
  return (
    <li
      className={classes.rule}
      data-wrong={wrong || undefined}
      onKeyDown={(event) => {
        if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
        event.preventDefault();
        onMove(event.key === 'ArrowUp' ? -1 : 1);
      }}
    >
      <div className={classes.head}>
        <span className={classes.place}>{index + 1}</span>
        <TextInput
          id={`rule-${index}-name`}
          className={classes.name}
          aria-label={`Name of rule ${index + 1}`}
          maxLength={100}
          value={rule.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <div className={classes.tools}>
          <Tool
            label={`Move “${rule.name}” up`}
            icon="up"
            disabled={index === 0}
            onClick={() => onMove(-1)}
          />
          <Tool label={`Move “${rule.name}” down`} icon="down" disabled={last} onClick={() => onMove(1)} />
          <Tool label={`Copy “${rule.name}”`} icon="copy" onClick={onCopy} />
          <Tool label={`Remove “${rule.name}”`} icon="close" onClick={onRemove} />
        </div>
      </div>
      <Textarea
        label="When"
        classNames={{ input: classes.condition }}
        autosize
        minRows={1}
        maxRows={8}
        maxLength={2000}
        spellCheck={false}
        error={wrong}
        value={rule.when}
        onChange={(event) => onChange({ when: event.currentTarget.value })}
      />
      <ProblemList problems={problems} />
      <RouteEditor route={rule.route} label={`rule ${index + 1}`} onChange={(route) => onChange({ route })} />
    </li>
  );
}

type ToolProps = {
  label: string;
  icon: 'up' | 'down' | 'copy' | 'close';
  disabled?: boolean;
  onClick: () => void;
};

function Tool({ label, icon, disabled = false, onClick }: ToolProps) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} size={16} />
    </ActionIcon>
  );
}
