import { bucketOf } from '../../core/kpis/log-histogram.ts';
import type { CountMeasure, DurationMeasure } from '../../core/kpis/measures.ts';
import { minuteOf } from '../../core/kpis/measures.ts';
import type { Entry } from '../../core/ledger/entry.ts';
import type { LedgerEntry } from '../ledger/reactions.ts';

export type Count = {
  useCaseId: string;
  minuteMs: number;
  measure: CountMeasure;
  part: string;
  simulated: boolean;
  total: number;
};
export type DurationCount = {
  useCaseId: string;
  minuteMs: number;
  measure: DurationMeasure;
  simulated: boolean;
  bucket: number;
  total: number;
};

/** Folds entries into counts, one per key; pure. Strata of audited decisions come along, entries do not repeat them. */
export function foldEntries(
  entries: readonly LedgerEntry[],
  strataOf: ReadonlyMap<string, string>,
): { counts: Count[]; durations: DurationCount[] } {
  const counts = new Map<string, Count>();
  const durations = new Map<string, DurationCount>();
  for (const { entry } of entries) {
    const at = placeOf(entry);
    if (!at) continue;
    // Up to the minute, the time as text is as good a key as the number it stands for.
    const place = `${at.useCaseId} ${entry.at.slice(0, 16)} ${at.simulated}`;
    for (const [measure, part] of measured(entry, strataOf)) {
      add(counts, `${place} ${measure} ${part}`, () => ({ ...placed(at), measure, part }));
    }
    for (const [measure, ms] of durationsOf(entry)) {
      const bucket = bucketOf(ms);
      if (bucket !== null)
        add(durations, `${place} ${measure} ${bucket}`, () => ({ ...placed(at), measure, bucket }));
    }
  }
  return { counts: [...counts.values()], durations: [...durations.values()] };
}

type Place = { useCaseId: string; at: string; simulated: boolean };

function placeOf({ about: { useCase }, at, facts }: Entry): Place | null {
  return useCase ? { useCaseId: useCase, at, simulated: facts.simulated === true } : null;
}

function placed({ useCaseId, at, simulated }: Place) {
  return { useCaseId, minuteMs: minuteOf(Date.parse(at)), simulated };
}

/** A key is made for every entry, what it stands for only for the first. */
function add<Counted extends { total: number }>(
  into: Map<string, Counted>,
  key: string,
  make: () => Omit<Counted, 'total'>,
): void {
  const known = into.get(key);
  if (known) known.total += 1;
  else into.set(key, { ...make(), total: 1 } as Counted); // only the total was left out
}

type Measured = readonly [CountMeasure, string];

function measured(entry: Entry, strataOf: ReadonlyMap<string, string>): Measured[] {
  const { facts } = entry;
  const purpose = String(facts.purpose ?? '');
  switch (entry.kind) {
    case 'decision.recorded':
      return recorded(entry, purpose);
    case 'decision.settled':
    case 'decision.timed-out':
      return [['settlements', String(facts.state)]];
    case 'task.cancelled':
      return [['tasks-ended', purpose]];
    case 'task.resolved':
      return resolved(entry, purpose, strataOf.get(entry.about.decision ?? '') ?? 'rest');
    default:
      return [];
  }
}

function recorded({ facts, about }: Entry, purpose: string): Measured[] {
  const route = String(facts.route);
  if (route === 'shadow') return [['shadowed', '']];
  const stratum = String(facts.stratum);
  const released = route === 'release';
  return [
    ['decisions', route],
    ...(facts.failedClosed === true ? [['failed-closed', ''] as const] : []),
    ...(purpose ? [['tasks-opened', purpose] as const] : []),
    ...(about.standingApproval ? [['released-by-approval', about.standingApproval] as const] : []),
    ...(released ? [['released', stratum] as const] : []),
    ...(released && facts.audited === true ? [['audit-drawn', stratum] as const] : []),
  ];
}

function resolved({ facts }: Entry, purpose: string, stratum: string): Measured[] {
  const resolution = String(facts.resolution);
  const decided = resolution !== 'cannot-decide';
  const override = resolution === 'edit' || resolution === 'reject';
  const audit = purpose === 'audit' && decided;
  return [
    ['tasks-ended', purpose],
    ['verdicts', resolution],
    ...(decided ? [['resolutions', purpose] as const] : []),
    ...(override ? [['overrides', purpose] as const] : []),
    ...(audit ? [['audit-judged', stratum] as const] : []),
    ...(audit && override ? [['audit-wrong', stratum] as const] : []),
  ];
}

function durationsOf({ kind, facts }: Entry): (readonly [DurationMeasure, number])[] {
  if (kind !== 'task.resolved' || typeof facts.secondsToHuman !== 'number') return [];
  return [['time-to-human', facts.secondsToHuman * 1000]];
}
