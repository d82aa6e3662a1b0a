import type { Overview } from '../../../contract/overview.ts';
import { PathLink } from '../../parts/PathLink.tsx';
import { PersonName } from '../../parts/PersonName.tsx';
import { paths } from '../../paths.ts';
import { Breakable } from '../../ui/Breakable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Mark } from '../../ui/Mark.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeAgo } from '../../ui/TimeAgo.tsx';
import classes from './CorrectionsPanel.module.css';

type Correction = Overview['corrections'][number];

/** What people changed last: the model's output and theirs, side by side. */
export function CorrectionsPanel({
  overview,
  className,
}: {
  overview: Overview;
  className?: string | undefined;
}) {
  return (
    <Panel
      title="Latest corrections"
      hint="What people changed, newest first"
      className={className}
      actions={
        <PathLink path={paths.decisions({ state: 'edited' })} className={classes.all}>
          All edited decisions
        </PathLink>
      }
      flush
    >
      {overview.corrections.length === 0 ? (
        <EmptyState icon="review" title="No corrections yet">
          As soon as somebody edits or rejects an output, it shows here with what it became.
        </EmptyState>
      ) : (
        <ol className={classes.list}>
          {overview.corrections.map((correction) => (
            <CorrectionRow key={`${correction.decisionId} ${correction.at}`} correction={correction} />
          ))}
        </ol>
      )}
    </Panel>
  );
}

function CorrectionRow({ correction }: { correction: Correction }) {
  const { decisionId, excerpt, before, after, by, simulated, at, useCaseName } = correction;
  return (
    <li className={classes.row}>
      <PathLink path={paths.decision(decisionId)} className={classes.excerpt}>
        {excerpt || useCaseName}
      </PathLink>
      <span className={classes.change}>
        <del className={classes.before}>
          <Breakable text={outputWords(before)} />
        </del>
        <span aria-hidden="true">→</span>
        {after === null ? (
          <Mark tone="refused">rejected</Mark>
        ) : (
          <ins className={classes.after}>
            <Breakable text={outputWords(after)} />
          </ins>
        )}
      </span>
      <span className={classes.by}>
        <PersonName name={by} simulated={simulated} />
        <TimeAgo at={at} />
      </span>
    </li>
  );
}

/** Enough of an output to recognise it in a list. */
function outputWords(output: Correction['before']): string {
  if (output === null) return 'no output';
  const text = typeof output === 'string' ? output : JSON.stringify(output);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
