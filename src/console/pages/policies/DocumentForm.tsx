import { Button } from '@mantine/core';
import { Icon } from '../../ui/Icon.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { AuditEditor } from './AuditEditor.tsx';
import { CalibrationEditor } from './CalibrationEditor.tsx';
import { addRule, changeOtherwise, changeRule, copyRule, moveRule, removeRule } from './change-document.ts';
import classes from './Editor.module.css';
import { OverloadEditor } from './OverloadEditor.tsx';
import { ProblemList } from './ProblemList.tsx';
import { problemsAt } from './problems-at.ts';
import { RouteEditor } from './RouteEditor.tsx';
import { RuleEditor } from './RuleEditor.tsx';
import { ThresholdsEditor } from './ThresholdsEditor.tsx';
import type { Draft } from './use-draft.ts';

/** The draft as a form: rules in their order, what happens otherwise, the audit. */
export function DocumentForm({ draft }: { draft: Draft }) {
  const { document, change } = draft;
  const { useCaseId } = draft.saved;
  const problems = draft.problems ?? [];
  const move = (index: number, by: -1 | 1) => {
    change(moveRule(document, index, by));
    // The rule keeps the focus at its new place, so that one can go on moving it.
    setTimeout(() => window.document.getElementById(`rule-${index + by}-name`)?.focus());
  };
  return (
    <>
      <Panel
        title="Rules"
        hint="The first rule whose condition holds decides; Alt ↑ and Alt ↓ move the rule you are in"
      >
        <ProblemList problems={problems.filter(({ at }) => at === '/rules' || at === '/')} />
        <ol className={classes.rules}>
          {document.rules.map((rule, index) => (
            <RuleEditor
              // biome-ignore lint/suspicious/noArrayIndexKey: names change while they are typed; the place is the identity.
              key={index}
              rule={rule}
              index={index}
              last={index === document.rules.length - 1}
              problems={problemsAt(problems, `/rules/${index}`)}
              onChange={(part) => change(changeRule(document, index, part))}
              onMove={(by) => move(index, by)}
              onCopy={() => change(copyRule(document, index))}
              onRemove={() => change(removeRule(document, index))}
            />
          ))}
        </ol>
        <Button
          variant="default"
          size="xs"
          leftSection={<Icon name="plus" size={16} />}
          onClick={() => {
            change(addRule(document));
            setTimeout(() => window.document.getElementById(`rule-${document.rules.length}-name`)?.focus());
          }}
        >
          Add a rule
        </Button>
      </Panel>
      <Panel
        title={document.rules.length === 0 ? 'Always' : 'Otherwise'}
        hint="For decisions that no rule takes. Where a condition cannot be evaluated, the decision is held"
      >
        <RouteEditor
          route={document.otherwise}
          label="otherwise"
          onChange={(route) => change(changeOtherwise(document, route))}
        />
        <ProblemList problems={problemsAt(problems, '/otherwise')} />
      </Panel>
      <ThresholdsEditor
        useCaseId={useCaseId}
        document={document}
        problems={problemsAt(problems, '/thresholds')}
        onChange={change}
      />
      <CalibrationEditor
        useCaseId={useCaseId}
        document={document}
        problems={problemsAt(problems, '/calibration')}
        onChange={change}
      />
      <AuditEditor document={document} problems={problemsAt(problems, '/audit')} onChange={change} />
      <OverloadEditor document={document} problems={problemsAt(problems, '/overload')} onChange={change} />
    </>
  );
}
