import type { ConfidenceHistogram, PopulationGroup } from '../../../core/feedback/tally-population.ts';
import type { Db } from '../../../db/database.ts';
import { sql } from '../../../db/sql.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { askedWindow, type KnownWindow } from '../../feedback/asked-window.ts';
import { type GradeGroup, loadGrades } from '../../feedback/load-grades.ts';
import { type DesignVersion, designVersions } from '../../feedback/policy-versions.ts';
import { readPopulation } from '../../feedback/population.ts';
import type { Window } from '../../feedback/window.ts';

export type AskedEvidence = {
  readonly useCaseId: string;
  readonly modelVersionId: string;
  readonly from?: string | undefined;
  readonly before?: string | undefined;
  readonly sliceBy?: string | null | undefined;
  readonly labelsUpTo?: number | undefined;
};

/** Everything a certificate is made of that does not depend on its target: so it is read once while a slider moves. */
export type Evidence = KnownWindow & {
  readonly window: Window & { readonly from: Date; readonly before: Date };
  readonly population: readonly PopulationGroup[];
  readonly versions: ReadonlyMap<string, DesignVersion>;
  readonly histograms: readonly ConfidenceHistogram[];
  readonly grades: readonly GradeGroup[];
  /** Of the 30 days before: they choose where to begin, and prove nothing. */
  readonly history: readonly GradeGroup[];
  readonly earlierHistograms: readonly ConfidenceHistogram[];
  /** How long traffic really came, at least an hour. */
  readonly days: number;
};

const dayMs = 86_400_000;
/** Where the caller does not say; and how far back the time before a window goes. */
const usualWindowMs = 30 * dayMs;

/** Reads the evidence of a window: the last 30 days where none is asked for. */
export async function readEvidence(db: Db, asked: AskedEvidence, at: Date): Promise<Evidence> {
  const before = asked.before ?? at.toISOString();
  const from = asked.from ?? new Date(Date.parse(before) - usualWindowMs).toISOString();
  const known = await askedWindow(db, { ...asked, from, before });
  const window = {
    ...known.window,
    from: new Date(from),
    before: new Date(before),
    labelsUpTo: asked.labelsUpTo,
  };
  const grades = await loadGrades(db, window);
  const { groups: population, histograms, span } = await readPopulation(db, window);
  if (!span) throw noDecisions(known);
  // As long for every window, so that all looks at a window from one time on have the same past.
  const earlier = {
    ...window,
    from: new Date(window.from.getTime() - usualWindowMs),
    before: window.from,
  };
  const ids = new Set([...grades, ...population].map(({ policyVersionId }) => policyVersionId));
  return {
    ...known,
    window,
    population,
    histograms,
    grades,
    history: await loadGrades(db, earlier),
    earlierHistograms: (await readPopulation(db, earlier)).histograms,
    versions: await designVersions(db, [...ids]),
    days: Math.max(1 / 24, (span.lastMs - span.firstMs) / dayMs),
  };
}

function noDecisions({ model }: KnownWindow): Refusal {
  const message = `There are no decisions of ${model.name} in this window.`;
  return new Refusal('unprocessable', 'certificate.no-decisions', message, {
    todo: 'Choose a window in which it decided.',
  });
}

type Kept = { readonly evidence: Promise<Evidence>; readonly readAtMs: number };

/** A slider asks many times a second about the same window. */
const keepMs = 15_000;
const mostKept = 4;

/** The same for previews, from memory while it is fresh; what is issued reads anew. */
export function openEvidenceMemory(): (db: Db, asked: AskedEvidence, at: Date) => Promise<Evidence> {
  const kept = new Map<string, Kept>();
  return (db, asked, at) => {
    const { useCaseId, modelVersionId, from, before, sliceBy, labelsUpTo } = asked;
    const key = JSON.stringify([useCaseId, modelVersionId, from, before, sliceBy, labelsUpTo]);
    const found = kept.get(key);
    if (found && Math.abs(at.getTime() - found.readAtMs) < keepMs) return found.evidence;
    const evidence = readEvidence(db, asked, at);
    kept.delete(key);
    kept.set(key, { evidence, readAtMs: at.getTime() });
    for (const old of [...kept.keys()].slice(0, -mostKept)) kept.delete(old);
    evidence.catch(() => kept.delete(key));
    return evidence;
  };
}

/** How many certificates have been issued for this threshold on labels of this window. */
export async function countLooks(
  db: Db,
  threshold: string,
  { useCaseId, modelVersionId, from, before }: Evidence['window'],
): Promise<number> {
  const row = await db.row<{ looks: number }>(sql`
    select count(*)::integer as looks
    from certificate
    where use_case_id = ${useCaseId} and model_version_id = ${modelVersionId} and threshold = ${threshold}
      and window_from < ${before} and window_before > ${from}`);
  return row?.looks ?? 0;
}
