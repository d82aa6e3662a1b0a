import { PathLink } from '../../parts/PathLink.tsx';
import { paths } from '../../paths.ts';
import { Panel } from '../../ui/Panel.tsx';
import { secondWords } from '../../ui/words.ts';
import type { Detail } from './decision-detail.ts';
import classes from './RoutingPanel.module.css';

/** Where it came from, and what the caller said about it. */
export function FactsPanel({ decision }: { decision: Detail }) {
  const metadata = Object.entries(decision.metadata);
  return (
    <Panel title="Where it came from">
      <dl className={classes.facts} style={{ marginTop: 0 }}>
        <div>
          <dt>Use case</dt>
          <dd>
            <PathLink path={paths.oneUseCase(decision.useCaseId)}>{decision.useCaseName}</PathLink>
          </dd>
        </div>
        <div>
          <dt>Model</dt>
          <dd>{decision.modelVersion}</dd>
        </div>
        {decision.pairedWith ? (
          <div>
            <dt>Pair</dt>
            <dd>
              <PathLink path={paths.decision(decision.pairedWith)}>the live decision</PathLink>
            </dd>
          </div>
        ) : null}
        <div>
          <dt>Arrived</dt>
          <dd>
            <time dateTime={decision.recordedAt}>{secondWords(decision.recordedAt)}</time>
          </dd>
        </div>
        {metadata.map(([name, value]) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd className="break">{String(value)}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
