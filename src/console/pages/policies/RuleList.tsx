import { describeOverload } from '../../../core/policies/describe-overload.ts';
import { describeRate } from '../../../core/policies/describe-rate.ts';
import { describeRoute } from '../../../core/policies/describe-route.ts';
import { describeThreshold } from '../../../core/policies/describe-threshold.ts';
import type { PolicyDocument, Route } from '../../../core/policies/document.ts';
import { describeMaps } from '../../../core/policies/map-choice.ts';
import { RouteBadge } from '../../parts/RouteBadge.tsx';
import classes from './RuleList.module.css';

/** A policy in plain words: the rules in their order, what happens otherwise, what is audited. */
export function RuleList({ document }: { document: PolicyDocument }) {
  const { rules, otherwise, audit, thresholds = [], calibration = {}, overload } = document;
  const strata = audit.strata ?? [];
  return (
    <ol className={classes.rules}>
      {rules.map((rule, index) => (
        <li key={rule.name} className={classes.rule}>
          <span className={classes.place}>{index + 1}</span>
          <div className={classes.words}>
            <p className={classes.name}>{rule.name}</p>
            <p>
              <span className="soft">when</span> <code className={classes.condition}>{rule.when}</code>
            </p>
            <RouteLine route={rule.route} />
          </div>
        </li>
      ))}
      <li className={classes.rule}>
        <span className={classes.place} aria-hidden="true">
          …
        </span>
        <div className={classes.words}>
          <p className={classes.name}>{rules.length === 0 ? 'Always' : 'Otherwise'}</p>
          <RouteLine route={otherwise} />
        </div>
      </li>
      <li className={classes.rule}>
        <span className={classes.place} aria-hidden="true">
          ⚄
        </span>
        <div className={classes.words}>
          <p className={classes.name}>Audit of what is released</p>
          {strata.map((one) => (
            <p key={one.name}>
              {describeRate(one.rate)} <span className="soft">of {one.name}, when</span>{' '}
              <code className={classes.condition}>{one.when}</code>
            </p>
          ))}
          <p>
            {describeRate(audit.rate)}{' '}
            <span className="soft">of {strata.length > 0 ? 'the rest' : 'all'}, drawn at random</span>
          </p>
        </div>
      </li>
      <More sign="≥" title="Thresholds" lines={thresholds.map(describeThreshold)} />
      <More
        sign="≈"
        title="Calibrated confidence"
        lines={Object.entries(calibration).map(([model, choice]) => `${model} by ${describeMaps(choice)}`)}
      />
      {overload ? (
        <More sign="!" title="When people cannot keep up" lines={describeOverload(overload)} />
      ) : null}
    </ol>
  );
}

function RouteLine({ route }: { route: Route }) {
  return (
    <p className={classes.route}>
      <RouteBadge route={route.kind} />
      {route.kind === 'release' ? null : <span className="soft">{describeRoute(route)}</span>}
    </p>
  );
}

/** A further part of the policy, where it has one. */
function More({ sign, title, lines }: { sign: string; title: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <li className={classes.rule}>
      <span className={classes.place} aria-hidden="true">
        {sign}
      </span>
      <div className={classes.words}>
        <p className={classes.name}>{title}</p>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
    </li>
  );
}
