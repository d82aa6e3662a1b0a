import type { Static } from 'typebox';
import type { LabelCounts } from '../../contract/calibration.ts';
import type { Columns } from '../../core/calibration/observations/observations.ts';
import type { Db } from '../../db/database.ts';
import { Refusal } from '../../platform/refusal.ts';
import { type AskedWindow, askedWindow, type KnownWindow } from '../feedback/asked-window.ts';
import { labelledWindow } from '../feedback/labelled-window.ts';
import { type LabelSource, weighLabels } from '../feedback/weigh-labels.ts';
import { labelNotes } from './label-notes.ts';
import { loadValidationSet } from './validation-sets/load-validation-set.ts';

export type AskedLabels = AskedWindow & {
  readonly source: LabelSource | 'validation';
  readonly validationSetId?: string | undefined;
};

export type Labels = KnownWindow & {
  readonly columns: Columns;
  readonly counts: Static<typeof LabelCounts>;
};

/** The labels a caller asked for, weighted, with what is known and what is not. */
export async function labelsOf(db: Db, asked: AskedLabels): Promise<Labels> {
  const known = await askedWindow(db, asked);
  if (asked.source === 'validation') return { ...known, ...(await ofValidationSet(db, asked, known)) };
  if (asked.validationSetId !== undefined)
    throw badSource('A validation set goes with the source validation.');
  const window = await labelledWindow(db, known.window);
  const { columns, unknown, ...weighed } = weighLabels(window, asked.source);
  return {
    ...known,
    columns,
    counts: {
      ...weighed,
      final: weighed.graded - weighed.provisional,
      nEffective: effective(columns),
      unknown: unknown.map(({ policyVersionId, stratum, routed, decisions }) => ({
        ...{ policyVersion: window.versions.get(policyVersionId)?.version ?? 0, stratum, routed, decisions },
      })),
      notes: labelNotes(weighed, asked.source),
    },
  };
}

async function ofValidationSet(db: Db, asked: AskedLabels, { window }: KnownWindow) {
  if (asked.validationSetId === undefined) throw badSource('It is not said which validation set is meant.');
  if (window.from || window.before) throw badSource('The rows of a validation set have no time.');
  const columns = await loadValidationSet(db, asked.validationSetId, window);
  const graded = columns.confidence.length;
  const right = columns.correct.reduce((sum, correct) => sum + correct, 0);
  const none = { audited: 0, routed: 0, provisional: 0, simulated: 0 };
  const counts = {
    ...{ ...none, graded, wrong: graded - right, final: graded, nEffective: graded },
    ...{ population: null, coverage: null, unknown: [], response: null },
    notes: ['These rows were imported; what they are a sample of is known to whoever made them.'],
  };
  return { columns, counts };
}

function effective({ weight }: Columns): number {
  let [sum, squares] = [0, 0];
  for (const one of weight) {
    sum += one;
    squares += one * one;
  }
  return squares === 0 ? 0 : (sum * sum) / squares;
}

function badSource(message: string): Refusal {
  return new Refusal('unprocessable', 'calibration.bad-source', message, {
    todo: 'Take the source validation with a validation set and no window, or audited or graded without one.',
  });
}
