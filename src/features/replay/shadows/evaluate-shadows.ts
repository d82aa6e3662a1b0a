import type { PolicyDocument } from '../../../contract/policies.ts';
import { ordinaryContext } from '../../../core/policies/facts.ts';
import { type Compared, countDifferences } from '../../../core/replay/count-differences.ts';
import { withThresholds } from '../../../core/replay/shadow-document.ts';
import {
  openEvaluatedSide,
  openRecordedSide,
  type ReplayPolicy,
  type ReplaySegment,
  routingsOf,
  type SegmentSide,
} from '../../../core/replay/side.ts';
import { openSlices } from '../../../core/replay/slices.ts';
import { columnsOf } from '../../../core/segments/columns-of.ts';
import type { RecordedDecision } from '../../../core/segments/recorded-decision.ts';
import type { Tx } from '../../../db/database.ts';
import type { LedgerEntry } from '../../ledger/reactions.ts';
import { loadRecorded } from '../../segments/load-recorded.ts';
import { loadContexts } from '../running/segment-extras.ts';
import { type ActiveShadow, activeShadows } from './active-shadows.ts';
import { noteCounted, type ShadowNews } from './note-counted.ts';
import { openShadowGrounds, type ShadowGround } from './shadow-ground.ts';
import { addDifferences } from './tally-shadow.ts';

/** A shadow ends at the entry of its end: what the log holds before it is still counted, what comes after it is not. */
export const shadowNews = ['decision.recorded', 'shadow.ended'] as const;

/**
 * Evaluates the shadows over newly recorded decisions, with the engine of live traffic, and counts what they would have
 * done otherwise. Without a shadow it costs one look at a small table. Each shadow knows how far it has counted, so that a
 * cursor that is set back counts no decision twice.
 */
export function openShadowReaction(): (tx: Tx, entries: readonly LedgerEntry[]) => Promise<void> {
  const groundOf = openShadowGrounds();
  return async (tx, entries) => {
    const shadows = await activeShadows(tx);
    if (shadows.length === 0) return;
    const news = newsOf(entries, new Set(shadows.map(({ useCaseId }) => useCaseId)));
    const counting = new Set<string>();
    for (const [useCaseId, decisions] of await loadRecorded(tx, [...news.positions.keys()])) {
      const ground = await groundOf(tx, useCaseId);
      for (const shadow of shadows.filter((one) => one.useCaseId === useCaseId)) {
        const counted = decisions.filter((decision) => isCounted(decision, shadow, news));
        const compared = await compare(tx, shadow, { ground, decisions: counted });
        if (!compared) continue;
        await addDifferences(tx, shadow.shadowId, countDifferences(compared));
        counting.add(shadow.shadowId);
      }
    }
    await noteCounted(tx, counting, news);
  };
}

/** Where the log holds the decisions of some use cases, and the ends of shadows. */
function newsOf(entries: readonly LedgerEntry[], useCases: ReadonlySet<string>): ShadowNews {
  const positions = new Map<string, number>();
  const ends = new Map<string, number>();
  for (const { position, entry } of entries) {
    const { useCase = '', decision, shadow } = entry.about;
    // Of the kinds it hears of only the end of a shadow is about one.
    if (shadow) ends.set(shadow, position);
    if (decision && useCases.has(useCase)) positions.set(decision, position);
  }
  return { positions, ends, countedTo: (entries.at(-1)?.position ?? -1) + 1 };
}

function isCounted(
  { decisionId, recordedAtMs }: RecordedDecision,
  { shadowId, startedAtMs, countedTo }: ActiveShadow,
  { positions, ends }: ShadowNews,
): boolean {
  const position = positions.get(decisionId) ?? -1;
  return recordedAtMs >= startedAtMs && position >= countedTo && position < (ends.get(shadowId) ?? Infinity);
}

type News = { ground: ShadowGround; decisions: readonly RecordedDecision[] };

async function compare(tx: Tx, shadow: ActiveShadow, news: News): Promise<Compared | null> {
  if (shadow.kind === 'model') return comparePairs(tx, shadow, news);
  const live = news.decisions.filter(({ routing }) => routing.route !== 'shadow');
  if (live.length === 0) return null;
  const segment = await segmentOf(tx, live);
  const documentFor = (recorded: PolicyDocument) =>
    shadow.thresholds ? withThresholds(recorded, shadow.thresholds) : (shadow.document ?? recorded);
  return {
    live: segment,
    shadow: segment,
    before: openRecordedSide(news.ground.recorded)(segment),
    after: evaluated(segment, news.ground, { documentFor, sameRules: shadow.kind === 'thresholds' }),
    slices: openSlices(shadow.sliceBy, news.ground.modelNames),
  };
}

/** Decisions of a shadow model version, each beside the live one about the same input, where that is recorded. */
async function comparePairs(
  tx: Tx,
  shadow: ActiveShadow,
  { ground, decisions }: News,
): Promise<Compared | null> {
  const shadows = decisions.filter(
    ({ modelVersionId, pairedWith }) => modelVersionId === shadow.modelVersionId && pairedWith !== null,
  );
  const found = await loadRecorded(
    tx,
    shadows.flatMap(({ pairedWith }) => pairedWith ?? []),
  );
  const lives = new Map((found.get(shadow.useCaseId) ?? []).map((live) => [live.decisionId, live]));
  const pairs = shadows.flatMap((one) => {
    const live = lives.get(one.pairedWith ?? '');
    return live && live.routing.route !== 'shadow' ? [{ one, live }] : [];
  });
  if (pairs.length === 0) return null;
  const live = await segmentOf(
    tx,
    pairs.map((pair) => pair.live),
  );
  const beside = await segmentOf(
    tx,
    pairs.map((pair) => pair.one),
  );
  // The model is tried as if it were the live one: that it runs in shadow is no reason for a rule.
  const contexts = new Map(
    Array.from(beside.contexts, ([id, circumstances]) => [id, { ...circumstances, modelStates: {} }]),
  );
  return {
    live,
    shadow: { ...beside, contexts },
    before: openRecordedSide(ground.recorded)(live),
    after: evaluated({ ...beside, contexts }, ground, {
      documentFor: (recorded) => recorded,
      sameRules: true,
    }),
    slices: openSlices(shadow.sliceBy, ground.modelNames),
  };
}

async function segmentOf(tx: Tx, decisions: readonly RecordedDecision[]): Promise<ReplaySegment> {
  const columns = columnsOf(decisions);
  const contextIds = routingsOf(columns).routings.flatMap(({ contextId }) => contextId ?? []);
  return {
    columns,
    first: 0,
    end: decisions.length,
    grades: null,
    contexts: new Map(await loadContexts(tx, [...new Set(contextIds)])),
  };
}

/** Each decision by the shadow's document for the policy version that routed it. */
function evaluated(
  segment: ReplaySegment,
  ground: ShadowGround,
  {
    documentFor,
    sameRules,
  }: { documentFor: (recorded: PolicyDocument) => PolicyDocument; sameRules: boolean },
): SegmentSide {
  const sides = new Map<string, SegmentSide>();
  const { routings } = routingsOf(segment.columns);
  const approvals = [...segment.contexts.values()].flatMap((circumstances) => circumstances.approvals);
  const byCode = routings.map(({ policyVersionId }) => {
    const known = sides.get(policyVersionId);
    if (known) return known;
    const recorded = ground.documents.get(policyVersionId);
    if (!recorded) throw new Error(`policy version ${policyVersionId} is not there any more`);
    const policy: ReplayPolicy = ground.ready(documentFor(recorded));
    // Overload and fallen thresholds are in force for the same rules with other numbers, not for other rules.
    const versions = sameRules ? new Set([policyVersionId]) : policy.versions;
    const alsoReads = policy.policy.readsIn({ ...ordinaryContext, approvals });
    const side = openEvaluatedSide({ ...policy, versions, alsoReads }).open(segment);
    sides.set(policyVersionId, side);
    return side;
  });
  return (row, code) => byCode[code]!(row, code); // one per code
}
