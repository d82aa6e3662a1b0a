import type { JsonValue } from '../../../contract/parts.ts';
import { ContentView } from '../../parts/ContentView.tsx';
import { Diff } from '../../ui/Diff.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import classes from './ContentPanels.module.css';
import type { Detail } from './decision-detail.ts';

/** Input and output; where a person replaced the output, both and what changed between them. */
export function ContentPanels({ decision }: { decision: Detail }) {
  const { payload, payloadHidden, outputWithheld, outcome } = decision;
  if (!payload) {
    return (
      <Panel title="Input and output">
        <EmptyState icon="shield" title={payloadHidden ? 'Not yours to see' : 'No longer kept'}>
          {payloadHidden
            ? 'Your roles do not include reading inputs and outputs; everything about the decision is still here.'
            : 'Input and output of this decision have been erased. The ledger still proves that it was made.'}
        </EmptyState>
      </Panel>
    );
  }
  if (outputWithheld) {
    return (
      <>
        <Panel title="Input">
          <ContentView value={payload.input} label="Input" />
        </Panel>
        <Panel title="Output">
          <EmptyState icon="shield" title="Hidden until it has been judged">
            It is judged blind, and you could be asked. What the model said shows here when the task has
            ended.
          </EmptyState>
        </Panel>
      </>
    );
  }
  const replacement = outcome.use === 'replacement' ? (outcome.output ?? null) : null;
  return (
    <>
      <Panel title="Input">
        <ContentView value={payload.input} label="Input" />
      </Panel>
      {replacement === null ? (
        <Panel title="Output" hint="What the model said">
          <ContentView value={payload.output} label="Output" />
        </Panel>
      ) : (
        <Panel title="Output" hint="A person replaced what the model said">
          <div className={classes.pair}>
            <div>
              <h3 className={classes.title}>The model said</h3>
              <ContentView value={payload.output} label="The model’s output" />
            </div>
            <div>
              <h3 className={classes.title}>In use now</h3>
              <ContentView value={replacement} label="The replaced output" />
            </div>
          </div>
          <Change before={payload.output} after={replacement} />
        </Panel>
      )}
    </>
  );
}

/** Single words differ as a whole: both stand above, side by side. */
function Change({ before, after }: { before: JsonValue; after: JsonValue }) {
  const [old, now] = [textOf(before), textOf(after)];
  if (!/\s/.test(old) || !/\s/.test(now)) return null;
  return (
    <div className={classes.change}>
      <h3 className={classes.title}>What changed</h3>
      <Diff before={old} after={now} by={typeof before === 'string' ? 'words' : 'lines'} />
    </div>
  );
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
