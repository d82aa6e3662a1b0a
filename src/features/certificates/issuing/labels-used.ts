import type { PackedQuestion } from '../../feedback/calculating/certify-packed.ts';
import type { Evidence } from './evidence.ts';
import { usedGroups } from './pack-question.ts';
import type { CertifiedPreview } from './preview-answer.ts';

/** Below this, what was never judged can change the picture (statistics.md 2.5). */
const goodResponse = 0.9;

/** Which labels a certificate is made of, and what a reader must know about them. */
export function labelsUsed(
  { grades, history, population }: Pick<Evidence, 'grades' | 'history' | 'population'>,
  { question, looks }: { question: PackedQuestion; looks: number },
): CertifiedPreview['labels'] {
  const { promise, statistic, traffic, map, earlier } = question;
  const used = usedGroups(grades, statistic);
  const sum = (count: (group: (typeof used)[number]) => number) =>
    used.reduce((total, group) => total + count(group), 0);
  const labels = sum(({ count }) => count);
  const expected = population.reduce((total, { routed, decisions, drawn }) => {
    return total + (statistic === 'betting' && routed ? decisions : drawn);
  }, 0);
  const counted = {
    labels,
    provisional: sum(({ provisional }) => provisional),
    simulated: sum(({ simulated }) => simulated),
    response: expected === 0 ? null : Math.min(1, labels / expected),
  };
  return {
    ...counted,
    decisions: population.reduce((total, { decisions }) => total + decisions, 0),
    errors: sum(({ wrong }) => wrong.reduce((total, one) => total + one, 0)),
    auditRate: traffic.auditRate,
    upTo: lastPosition([...grades, ...history]),
    notes: notesOn(counted, {
      exact: statistic === 'exact',
      ofAll: promise !== 'released',
      looks,
      isotonic: map?.method === 'isotonic',
      fixedBefore: earlier.some((histogram) => histogram !== null),
    }),
  };
}

function lastPosition(groups: Evidence['grades']): number | null {
  const last = Math.max(...groups.map(({ position }) => position.at(-1) ?? -1));
  return last >= 0 ? last : null;
}

type Counted = Pick<CertifiedPreview['labels'], 'labels' | 'provisional' | 'simulated' | 'response'>;

function notesOn(
  { labels, provisional, simulated, response }: Counted,
  {
    exact,
    ofAll,
    looks,
    isotonic,
    fixedBefore,
  }: { exact: boolean; ofAll: boolean; looks: number; isotonic: boolean; fixedBefore: boolean },
): string[] {
  return [
    ...(response !== null && response < goodResponse
      ? [
          `Only ${Math.round(response * 100)} % of what people were to judge has been judged. If the rest is different, the promise does not hold.`,
        ]
      : []),
    ...(labels > 0 && provisional === labels
      ? ['Every label is one reviewer’s word; at small target errors their mistakes count as the model’s.']
      : []),
    ...(simulated > 0
      ? [
          simulated === labels
            ? 'Every label comes from simulated people.'
            : `${simulated} of ${labels} labels come from simulated people.`,
        ]
      : []),
    ...(exact && looks > 0
      ? [
          `The exact statistic may look once at the labels of a window; for another look take ${ofAll ? 'another window' : 'evidence or betting'}.`,
        ]
      : []),
    ...(!exact && looks > 0 && !fixedBefore
      ? [
          'There was no traffic before this window to fix the steps by, so each look at it is a test of its own.',
        ]
      : []),
    ...(isotonic
      ? [
          'An isotonic map puts decisions together by its own labels; they should not be those of this window.',
        ]
      : []),
  ];
}
