/** A place where state and ledger do not agree. */
export type Finding = { what: string; subjectId: string; because: string };

export type Reconciliation = { checked: number; differences: number; findings: Finding[] };

export type Tally = Reconciliation & {
  /** One comparison made; null when both sides agree. */
  count(finding: Finding | null): void;
};

/** Enough to see what kind of thing has happened; all of them are counted. */
const mostFindings = 100;

export function openTally(): Tally {
  const tally: Tally = {
    checked: 0,
    differences: 0,
    findings: [],
    count(finding) {
      tally.checked += 1;
      if (!finding) return;
      tally.differences += 1;
      if (tally.findings.length < mostFindings) tally.findings.push(finding);
    },
  };
  return tally;
}
