import { ConfidenceBar } from '../../parts/ConfidenceBar.tsx';
import { PathLink } from '../../parts/PathLink.tsx';
import { Probabilities } from '../../parts/Probabilities.tsx';
import { ReasonList } from '../../parts/ReasonList.tsx';
import { paths } from '../../paths.ts';
import { useMissing } from '../../session.ts';
import { Panel } from '../../ui/Panel.tsx';
import { percentWords } from '../../ui/words.ts';
import { contextLines } from './context-lines.ts';
import type { Detail } from './decision-detail.ts';
import classes from './RoutingPanel.module.css';

/** Why it was sent where it was sent: confidence, the rule that fired, the audit draw. */
export function RoutingPanel({ decision }: { decision: Detail }) {
  const { policyVersionId, policyVersion, ruleName, ruleCondition, reasons } = decision;
  const mayNotReadPolicies = useMissing('policies:read');
  const policyName = `version ${policyVersion}`;
  if (decision.withheld) {
    return (
      <Panel title="Why this way">
        <p className={classes.audit}>
          It is judged blind, and you could be asked: rule, reasons and confidence show here when the task has
          ended.
        </p>
      </Panel>
    );
  }
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
      <Circumstances decision={decision} mayRead={mayNotReadPolicies === null} />
      <Confidence decision={decision} />
      <h3 className={classes.title}>Audit sample</h3>
      <p className={classes.audit}>{auditWords(decision)}</p>
    </Panel>
  );
}

/** The standing approval that released it, and whatever else routing depended on beside the policy. */
function Circumstances({ decision, mayRead }: { decision: Detail; mayRead: boolean }) {
  const { standingApproval, useCaseId } = decision;
  const lines = contextLines(decision);
  if (!standingApproval && lines.length === 0) return null;
  return (
    <>
      <h3 className={classes.title}>Circumstances</h3>
      {standingApproval ? (
        <p className={classes.audit}>
          Released by the{' '}
          {mayRead ? (
            <PathLink path={paths.standingApprovals({ useCaseId })}>standing approval</PathLink>
          ) : (
            'standing approval'
          )}{' '}
          of {standingApproval.issuedBy}, “{standingApproval.reason}”:{' '}
          <code className="break">{standingApproval.scope}</code>
        </p>
      ) : null}
      {lines.map((line) => (
        <p key={line} className={classes.audit}>
          {line}
        </p>
      ))}
    </>
  );
}

/** What the model said, and what a calibration map makes of it. */
function Confidence({ decision }: { decision: Detail }) {
  const { confidence, calibrated, probabilities, label } = decision;
  return (
    <>
      <h3 className={classes.title}>
        {calibrated === null ? 'Confidence' : 'Confidence, as the model said it'}
      </h3>
      {confidence === null ? null : <ConfidenceBar confidence={confidence} wide />}
      {probabilities ? <Probabilities probabilities={probabilities} chosen={label} /> : null}
      {calibrated === null ? null : (
        <>
          <h3 className={classes.title}>Calibrated confidence</h3>
          <ConfidenceBar confidence={calibrated} label="Calibrated confidence" wide />
        </>
      )}
    </>
  );
}

function auditWords({ audited, inclusionProbability, stratum }: Detail): string {
  if (inclusionProbability === null) return 'Hidden until it has been judged.';
  const chance = percentWords(inclusionProbability);
  if (inclusionProbability === 0) return `Not eligible (stratum “${stratum}”).`;
  if (inclusionProbability === 1 && !audited)
    return `Not needed: people look at every decision on this route (stratum “${stratum}”).`;
  const drawn = audited ? 'Drawn for a second look' : 'Not drawn';
  return `${drawn}; the chance was ${chance} (stratum “${stratum}”).`;
}
