import type { Replay, ReplayResult } from '../../contract/replays.ts';

/** A replay in words: a table with a column each for before and after, and sentences. */
export type ReplayTold = {
  replay: Replay;
  title: string;
  rows: readonly (readonly string[])[];
  sentences: readonly string[];
};

type Errors = ReplayResult['total']['avoided'];
type Share = ReplayResult['total']['released']['draft'];

export function tellReplay(replay: Replay, result: ReplayResult): ReplayTold {
  const { total, work } = result;
  const { baseline, draft, released } = total;
  const before = replay.baseline === 'recorded' ? 'as recorded' : `version ${replay.baseline.version}`;
  const row = (label: string, of: (side: typeof draft) => number) => [
    label,
    count(of(baseline)),
    count(of(draft)),
  ];
  return {
    replay,
    title: `Replay of ${count(total.decisions)} decisions, ${day(replay.from)} to ${day(replay.before)}`,
    rows: [
      ['', before, 'this file'],
      row('held for people', (side) => side.held),
      row('released, reviewed after', (side) => side.reviewed),
      row('released, drawn for the audit', (side) => side.sampled),
      row('given the safe output', (side) => side.defaulted),
      row('tasks for people', (side) => side.tasks),
      ['hours of review', number(work.baseline.hours), number(work.draft.hours)],
      ['busiest hour, tasks', count(work.baseline.peakTasksPerHour), count(work.draft.peakTasksPerHour)],
      ...(work.hourlyRate === null ? [] : [['cost', number(work.baseline.cost), number(work.draft.cost)]]),
      ['errors among the released', share(released.baseline), share(released.draft)],
    ],
    sentences: [
      `${count(total.moved)} of ${count(total.decisions)} decisions change their route.`,
      ...errorSentence('Errors avoided', 'held by this file', total.avoided),
      ...errorSentence('New errors', 'released by this file', total.added),
      ...result.notes,
    ],
  };
}

function errorSentence(what: string, how: string, { decisions, graded, unknown, errors }: Errors): string[] {
  if (decisions === 0) return [];
  const among = `among ${count(decisions)} decisions ${how}, ${count(graded)} of them judged`;
  const known = errors
    ? `${what}: ${number(errors.value)} (${number(errors.low)} to ${number(errors.high)}), ${among}.`
    : `${what}: not known, ${among}.`;
  return [unknown > 0 ? `${known} Nobody judged anything like ${count(unknown)} of them.` : known];
}

function share({ error }: Share): string {
  return error ? `${percent(error.value)} (${percent(error.low)} to ${percent(error.high)})` : 'not known';
}

function percent(part: number): string {
  return `${(100 * part).toFixed(2)} %`;
}

function number(value: number | null): string {
  return value === null ? 'not known' : value.toLocaleString('en', { maximumFractionDigits: 1 });
}

function count(value: number): string {
  return value.toLocaleString('en');
}

/** `2025-03-01`, with the time where it is not midnight. */
function day(time: string): string {
  return time.endsWith('T00:00:00.000Z') ? time.slice(0, 10) : `${time.slice(0, 16).replace('T', ' ')} UTC`;
}
