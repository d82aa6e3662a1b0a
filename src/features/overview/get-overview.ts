import type { Overview } from '../../contract/overview.ts';
import type { Actor } from '../../core/access/actor.ts';
import { may } from '../../core/access/actor.ts';
import { quantileMs } from '../../core/kpis/log-histogram.ts';
import { type CountMeasure, minuteOf } from '../../core/kpis/measures.ts';
import { type AuditStratum, releasedError } from '../../core/kpis/released-error.ts';
import { wilson } from '../../core/stats/wilson.ts';
import type { Deps } from '../../platform/deps.ts';
import { backlogOf, countsIn, durationsIn, type MinuteCount } from '../kpis/queries.ts';
import { endedCertificates } from './ended-certificates.ts';
import { lastCorrections } from './last-corrections.ts';

export type OverviewAsk = { useCaseId: string | null; windowMinutes: number; actor: Actor; at: Date };

const minuteMs = 60_000;
/** Decisions per minute are told over this many minutes: fewer would jump, more would lag behind a change. */
const rateMinutes = 5;

/** The overview, from the roll-ups; its cost does not depend on how many decisions there are. */
export async function getOverview({ db }: Pick<Deps, 'db'>, ask: OverviewAsk): Promise<Overview> {
  const beforeMs = minuteOf(ask.at.getTime()) + minuteMs;
  const window = { useCaseId: ask.useCaseId, fromMs: beforeMs - ask.windowMinutes * minuteMs, beforeMs };
  const [counts, times, backlog, corrections, ended] = await Promise.all([
    countsIn(db, window),
    durationsIn(db, window, 'time-to-human'),
    backlogOf(db, ask.useCaseId),
    lastCorrections(db, { useCaseId: ask.useCaseId, payloads: may(ask.actor, 'payloads:read') }),
    endedCertificates(db, ask.useCaseId),
  ]);
  const n = [...times.values()].reduce((sum, count) => sum + count, 0);
  return {
    at: ask.at.toISOString(),
    windowMinutes: ask.windowMinutes,
    simulated: counts.some((count) => count.simulated),
    decisions: total(counts, 'decisions'),
    decisionsPerMinute: rate(counts, ask.at.getTime()),
    routes: byPart(counts, 'decisions').map(([route, sum]) => ({ route, total: sum })),
    backlog,
    verdicts: byPart(counts, 'verdicts').map(([kind, sum]) => ({
      kind,
      total: sum,
      simulated: simulatedOf(counts, kind),
    })),
    timeToHuman: {
      n,
      medianSeconds: seconds(quantileMs(times, 0.5)),
      p95Seconds: seconds(quantileMs(times, 0.95)),
    },
    overrideRate: share(total(counts, 'overrides'), total(counts, 'resolutions')),
    releasedError: auditShare(counts),
    series: series(counts, window, backlog),
    corrections,
    endedCertificates: ended,
  };
}

function total(counts: readonly MinuteCount[], measure: CountMeasure): number {
  return counts.reduce((sum, count) => (count.measure === measure ? sum + count.total : sum), 0);
}

function byPart(counts: readonly MinuteCount[], measure: CountMeasure): [string, number][] {
  const parts = new Map<string, number>();
  for (const count of counts) {
    if (count.measure === measure) parts.set(count.part, (parts.get(count.part) ?? 0) + count.total);
  }
  return [...parts].sort(([a], [b]) => (a < b ? -1 : 1));
}

function simulatedOf(counts: readonly MinuteCount[], kind: string): number {
  return total(
    counts.filter((count) => count.part === kind && count.simulated),
    'verdicts',
  );
}

/**
 * Over the last minutes and the running one, by the time they really took. The minute it all began in is left out as
 * soon as there is another: it was only partly used.
 */
function rate(counts: readonly MinuteCount[], nowMs: number): number {
  const decisions = counts.filter((count) => count.measure === 'decisions');
  const beganMs = Math.min(...decisions.map((count) => count.minuteMs));
  if (!Number.isFinite(beganMs)) return 0;
  const thisMinute = minuteOf(nowMs);
  const fromMs = Math.max(
    thisMinute - (rateMinutes - 1) * minuteMs,
    Math.min(beganMs + minuteMs, thisMinute),
  );
  const recent = decisions.filter((count) => count.minuteMs >= fromMs);
  return (total(recent, 'decisions') * minuteMs) / Math.max(nowMs - fromMs, 1000);
}

function share(k: number, n: number) {
  const interval = wilson(k, n);
  return { k, n, value: n === 0 ? null : k / n, low: interval?.low ?? null, high: interval?.high ?? null };
}

/** Only the audit sample speaks for what was released; see core/kpis/released-error.ts. */
function auditShare(counts: readonly MinuteCount[]) {
  const judged = new Map(byPart(counts, 'audit-judged'));
  const wrong = new Map(byPart(counts, 'audit-wrong'));
  const strata = byPart(counts, 'released').map(
    ([stratum, population]): AuditStratum => ({
      population,
      judged: Math.min(judged.get(stratum) ?? 0, population),
      wrong: Math.min(wrong.get(stratum) ?? 0, judged.get(stratum) ?? 0, population),
    }),
  );
  const estimate = releasedError(strata);
  return {
    k: total(counts, 'audit-wrong'),
    n: total(counts, 'audit-judged'),
    value: estimate?.share ?? null,
    low: estimate?.low ?? null,
    high: estimate?.high ?? null,
  };
}

function series(
  counts: readonly MinuteCount[],
  window: { fromMs: number; beforeMs: number },
  backlogNow: number,
) {
  const minutes: Overview['series'] = [];
  const byMinute = Map.groupBy(counts, (count) => count.minuteMs);
  let backlog = backlogNow;
  for (let minute = window.beforeMs - minuteMs; minute >= window.fromMs; minute -= minuteMs) {
    const here = byMinute.get(minute) ?? [];
    const routes = new Map(byPart(here, 'decisions'));
    minutes.unshift({
      minute: new Date(minute).toISOString(),
      released: routes.get('release') ?? 0,
      // Several people are asked, mostly before it is used.
      held: (routes.get('hold') ?? 0) + (routes.get('consensus') ?? 0),
      reviewed: routes.get('release-and-review') ?? 0,
      judged: total(here, 'verdicts'),
      backlog,
    });
    // At the end of the minute before, this minute's changes had not happened yet.
    backlog -= total(here, 'tasks-opened') - total(here, 'tasks-ended');
  }
  return minutes;
}

function seconds(ms: number | null): number | null {
  return ms === null ? null : ms / 1000;
}
