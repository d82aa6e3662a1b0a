import type { ReactNode } from 'react';
import type { RiskClass } from '../../../core/use-cases/use-case.ts';
import { PathLink } from '../../parts/PathLink.tsx';
import { PersonName } from '../../parts/PersonName.tsx';
import { paths } from '../../paths.ts';
import { TimeAgo } from '../../ui/TimeAgo.tsx';
import classes from './LifeSteps.module.css';
import { type LifeStep, lifeSteps } from './life-steps.ts';
import type { PolicyVersion } from './policy-version.ts';

/** How far a version has come, who took each step, and which are still to take. */
export function LifeSteps({ version, riskClass }: { version: PolicyVersion; riskClass: RiskClass }) {
  return (
    <>
      <ol className={classes.steps} aria-label="Life of this version">
        {lifeSteps(version, riskClass).map((step) => (
          <li
            key={step.name}
            className={classes.step}
            data-state={step.state}
            data-version={version.state}
            {...(step.state === 'now' ? { 'aria-current': 'step' as const } : {})}
          >
            <strong>{step.name}</strong>
            <span className="soft">{aboutStep(step)}</span>
          </li>
        ))}
      </ol>
      {version.returned && version.state === 'draft' ? (
        <p className={classes.returned}>
          Returned <TimeAgo at={version.returned.at} /> by <PersonName name={version.returned.by} />: “
          {version.returned.reason}”
        </p>
      ) : null}
      {version.rolledBackTo ? (
        <p className="soft">
          Rolled back to{' '}
          <PathLink path={paths.policyVersion(version.rolledBackTo.policyVersionId)}>
            version {version.rolledBackTo.version}
          </PathLink>
          .
        </p>
      ) : null}
    </>
  );
}

function aboutStep({ state, by, at, about }: LifeStep): ReactNode {
  if (by && at) {
    return (
      <>
        <PersonName name={by} />, <TimeAgo at={at} />
      </>
    );
  }
  return at ? <TimeAgo at={at} /> : state === 'done' ? '' : about;
}
