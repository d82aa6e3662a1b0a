import { ConfidenceBar } from '../../parts/ConfidenceBar.tsx';
import { PathLink } from '../../parts/PathLink.tsx';
import { Probabilities } from '../../parts/Probabilities.tsx';
import { ReasonList } from '../../parts/ReasonList.tsx';
import { paths } from '../../paths.ts';
import { useMissing } from '../../session.ts';
import { Panel } from '../../ui/Panel.tsx';
import { percentWords } from '../../ui/words.ts';
import type { Detail } from './decision-detail.ts';
import classes from './RoutingPanel.module.css';

/** Why it was sent where it was sent: confidence, the rule that fired, the audit draw. */
export function RoutingPanel({ decision }: { decision: Detail }) {
  const { policyVersionId, policyVersion, ruleName, ruleCondition, reasons } = decision;
  const mayNotReadPolicies = useMissing('policies:read');
  const policyName = `version ${policyVersion}`;
  return (
    <Panel title="Why this way">
      <ReasonList reasons={reasons} />
      <dl className={classes.facts}>
        <div>
          <dt>Policy</dt>
          <dd>
            {mayNotReadPolicies ? (
              policyName
            ) : (
              <PathLink path={paths.policyVersion(policyVersionId)}>{policyName}</PathLink>
            )}
          </dd>
        </div>
        <div>
          <dt>Rule</dt>
          <dd>{ruleName ?? 'none matched: “otherwise”'}</dd>
        </div>
        {ruleCondition ? (
          <div>
            <dt>Condition</dt>
            <dd>
              <code className="break">{ruleCondition}</code>
            </dd>
          </div>
        ) : null}
      </dl>
      <h3 className={classes.title}>Confidence</h3>
      <ConfidenceBar confidence={decision.confidence} wide />
      {decision.probabilities ? (
        <Probabilities probabilities={decision.probabilities} chosen={decision.label} />
      ) : null}
      <h3 className={classes.title}>Audit sample</h3>
      <p className={classes.audit}>{auditWords(decision)}</p>
    </Panel>
  );
}

function auditWords({ audited, inclusionProbability, stratum }: Detail): string {
  const chance = percentWords(inclusionProbability);
  if (inclusionProbability === 0) return `Not eligible (stratum “${stratum}”).`;
  if (inclusionProbability === 1) return `Every such decision is looked at (stratum “${stratum}”).`;
  const drawn = audited ? 'Drawn for a second look' : 'Not drawn';
  return `${drawn}; the chance was ${chance} (stratum “${stratum}”).`;
}
