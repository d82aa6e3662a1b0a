import type { Static } from 'typebox';
import type { DecisionDetail } from '../../../contract/decisions.ts';
import type { Withheld } from '../../../core/reviews/withheld.ts';

type Detail = Static<typeof DecisionDetail>;

/** What tells how sure the model was, or which rule that led to. */
const noOpinions = {
  ...{ confidence: null, calibrated: null, probabilities: null, reasons: [] },
  ...{ ruleName: null, ruleCondition: null, stratum: null, inclusionProbability: null, context: null },
  ...{ standingApproval: null, standingApprovalId: null },
} satisfies Partial<Detail>;

/** A decision without what is withheld from its reader. */
export function withhold(detail: Detail, { output, opinions, verdicts }: Withheld): Detail {
  const { payload, timeline } = detail;
  return {
    ...detail,
    withheld: opinions,
    outputWithheld: output,
    verdictsWithheld: verdicts,
    ...(opinions ? noOpinions : {}),
    ...(output ? { label: null, payload: payload && { ...payload, output: null } } : {}),
    // Who took it, gave it back or was asked next tells who judges, and what they said.
    timeline: verdicts ? timeline.filter(({ kind }) => kind.startsWith('decision.')) : timeline,
  };
}
