import type { LabelSource, WeighedLabels } from '../feedback/weigh-labels.ts';

/** Below this, what was never judged can change the picture (statistics.md 2.5). */
const goodResponse = 0.9;

/** What a reader must know before trusting the numbers, one sentence each. */
export function labelNotes(
  labels: Omit<WeighedLabels, 'columns' | 'unknown'>,
  source: LabelSource,
): string[] {
  const { graded, audited, coverage, response, simulated, provisional } = labels;
  if (graded === 0) return [whyNone(labels, source)];
  const notes: string[] = [];
  if (source === 'graded' && audited === 0)
    notes.push(
      'No label comes from the audit: nothing is known about decisions that no rule sends to people.',
    );
  if (coverage !== null && coverage < 1)
    notes.push(
      `Nothing is known about ${percent(1 - coverage)} of the decisions: nobody judged any of their kind.`,
    );
  if (response !== null && response < goodResponse)
    notes.push(
      `Only ${percent(response)} of the decisions that people were to judge have been judged. If the others are different, these numbers are off.`,
    );
  if (provisional === graded) notes.push('Every label is one reviewer’s word; nobody has checked any.');
  if (simulated > 0)
    notes.push(
      simulated === graded
        ? 'Every label comes from simulated people.'
        : `${percent(simulated / graded)} of the labels come from simulated people.`,
    );
  return notes;
}

function whyNone({ population }: Pick<WeighedLabels, 'population'>, source: LabelSource): string {
  if (population === 0) return 'There are no decisions of this model version in this window.';
  return source === 'audited'
    ? 'None of the decisions that the audit drew has been judged yet.'
    : 'None of these decisions has been judged yet.';
}

function percent(share: number): string {
  const value = share * 100;
  if (value > 99.9) return 'more than 99.9 %';
  return value < 0.1 ? 'less than 0.1 %' : `${Number(value.toPrecision(2))} %`;
}
