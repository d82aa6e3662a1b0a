import type * as contract from '../../../contract/certificates.ts';
import { planAudit } from '../../../core/certificates/audit-plan.ts';
import type { ExpectedRow } from '../../../core/certificates/in-expectation.ts';
import type { JointRow } from '../../../core/certificates/joint-risk.ts';
import type { OfAll } from '../../feedback/calculating/certify-packed.ts';
import { neededOfAllSentence, notCertifiableSentence } from '../certificate-sentences.ts';
import { type CertifiedPreview, certified, dateOf, soonOf, type Told, windowOf } from './preview-answer.ts';

/** One certificate about all decisions, with a confidence or in expectation. */
export function answerAll(answer: OfAll, told: Told): contract.CertificatePreview {
  const { n } = answer;
  const ladder = answer.ladder.map((row) => ({ ...stepOf(row), n }));
  if (!answer.ok)
    return {
      outcome: 'not-certifiable',
      ...windowOf(told),
      needed: neededOf(answer, told),
      ladder,
      slices: [],
      labels: told.labels,
      sentence: notCertifiableSentence(told.terms),
    };
  const { threshold, coverage, k } = answer;
  const deltaSpent = answer.promise === 'all' ? answer.deltaSpent : null;
  return certified(
    { threshold, coverage, n, k, ...shownOf(answer), deltaSpent, ladder, bySlice: null, slices: [] },
    told,
  );
}

function stepOf(row: JointRow | ExpectedRow): Omit<CertifiedPreview['ladder'][number], 'n'> {
  const { threshold, coverage, k, certified: passed } = row;
  return { threshold, coverage, k, ...shownOf(row), passed };
}

/** In expectation there is a bound of the mean, and nothing was tested. */
function shownOf(found: Pick<JointRow, 'upper' | 'p'> | Pick<ExpectedRow, 'bound'>) {
  return 'bound' in found ? { upper: found.bound, p: null } : { upper: found.upper, p: found.p };
}

/** All labels anew: those there have been looked at, and one look is what the promise allows. */
function neededOf({ labelsNeeded, n, ladder }: Extract<OfAll, { ok: false }>, { traffic, at }: Told) {
  const [strictest] = ladder;
  const errors = strictest?.k ?? 0;
  const soon = soonOf(planAudit({ labels: labelsNeeded, coverage: 1, traffic }));
  return {
    labels: labelsNeeded,
    have: n,
    assumedError: errors / labelsNeeded,
    bestThreshold: strictest?.threshold ?? null,
    ...dateOf(soon, at),
    sentence: neededOfAllSentence({ labels: labelsNeeded, errors, ...soon, now: traffic.auditRate }),
  };
}
