import type { Overview } from '../../../contract/overview.ts';

type Minute = Overview['series'][number];
export type SeriesColumn = Omit<Minute, 'minute'> & { label: string };

/** A chart of fewer minutes jumps too much. */
const fewestMinutes = 15;

/** More columns than this are too thin to tell apart on a laptop. */
const mostColumns = 72;

/**
 * Minutes drawn together into as many columns as a chart can show. Counts are added; the backlog is a level, so the last
 * one of the group stands.
 */
export function groupMinutes(all: readonly Minute[]): { minutesEach: number; columns: SeriesColumn[] } {
  const series = sinceTheStart(all);
  const minutesEach = Math.max(1, Math.ceil(series.length / mostColumns));
  const columns: SeriesColumn[] = [];
  for (let at = 0; at < series.length; at += minutesEach) {
    const group = series.slice(at, at + minutesEach);
    columns.push({
      label: clockWords(group[0]?.minute ?? ''),
      released: total(group, 'released'),
      held: total(group, 'held'),
      reviewed: total(group, 'reviewed'),
      judged: total(group, 'judged'),
      backlog: group.at(-1)?.backlog ?? 0,
    });
  }
  return { minutesEach, columns };
}

/** Before the first decision ever there is nothing to see: a young Steerhouse shows its first minutes large. */
export function sinceTheStart(series: readonly Minute[]): readonly Minute[] {
  const first = series.findIndex(
    (minute) => minute.released + minute.held + minute.reviewed + minute.backlog > 0,
  );
  return first < 0 ? series : series.slice(Math.max(0, Math.min(first, series.length - fewestMinutes)));
}

function total(group: readonly Minute[], key: Exclude<keyof Minute, 'minute' | 'backlog'>): number {
  return group.reduce((sum, minute) => sum + minute[key], 0);
}

function clockWords(minute: string): string {
  return new Date(minute).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}
