import { drawFor, firstStateOf } from '../decisions/first-state.ts';
import { type Circumstances, ordinaryCircumstances } from '../decisions/routing-context.ts';
import type { CompiledPolicy } from '../policies/compile-policy.ts';
import type { PolicyDocument } from '../policies/document.ts';
import type { PolicyEvaluation } from '../policies/evaluate-policy.ts';
import { type Backlog, ordinaryContext, type RoutingContext } from '../policies/facts.ts';
import type { Codes, Columns } from '../segments/column.ts';
import { columnNames, type RecordedRouting } from '../segments/recorded-decision.ts';
import { fillCircumstances, openFacts, type ReplayModel } from './fill-facts.ts';
import { openTreatments, recordedTreatment, type Treatment } from './treatment.ts';

/** A policy that is replayed. */
export type ReplayPolicy = {
  readonly policy: CompiledPolicy;
  /** By model version, with the calibration maps that this policy names. */
  readonly models: ReadonlyMap<string, ReplayModel>;
  readonly auditDueMs: number;
  /** Versions with this very document: overload and fallen thresholds were in force for it, too. */
  readonly versions: ReadonlySet<string>;
  /** What scopes of standing approvals in the window read, beside what the policy reads. */
  readonly alsoReads: ReadonlySet<string>;
};

/** A policy version that decisions of the window were routed by. */
export type RecordedPolicy = { readonly document: PolicyDocument; readonly auditDueMs: number };

/** Rows `first` to `end` (not included) of a segment, with what came after it or stands beside it. */
export type ReplaySegment = {
  readonly columns: Columns;
  readonly first: number;
  readonly end: number;
  readonly grades: Uint8Array | null;
  readonly contexts: ReadonlyMap<string, Circumstances>;
};

/** What a side makes of one decision. The object is filled anew for each row. */
export type Made = {
  treatment: Treatment;
  /** The audit draw hit, whatever the route. */
  drawn: boolean;
  ruleIndex: number | null;
  failure: string | null;
  approved: boolean;
  /** When judgement is due after recording, where any is asked for. */
  dueMs: number;
};

/** Of one segment: what is made of a row, whose recorded routing has this code. */
export type SegmentSide = (row: number, code: number) => Made;

/** The routings of a segment by code. */
export function routingsOf(columns: Columns): {
  codes: Codes;
  routings: readonly RecordedRouting[];
} {
  const column = columns.get(columnNames.routing);
  if (column?.kind !== 'codes') throw new Error('a segment without the routing of its decisions');
  return { codes: column.codes, routings: column.dictionary as unknown as RecordedRouting[] }; // what was written
}

/** The side of what was recorded: looked up by code, nothing is evaluated. */
export function openRecordedSide(
  policies: ReadonlyMap<string, RecordedPolicy>,
): (segment: ReplaySegment) => SegmentSide {
  return ({ columns, contexts }) => {
    const made = routingsOf(columns).routings.map((routing) => {
      const policy = policies.get(routing.policyVersionId);
      if (!policy) throw new Error(`policy version ${routing.policyVersionId} is not there any more`);
      return recordedMade(routing, policy, circumstancesOf(routing, contexts));
    });
    return (_, code) => made[code]!; // one per code
  };
}

const shadowed: Treatment = { route: -1, held: false, defaulted: false, judgements: 0, dueMs: 0 };

/** Of no decision; to be filled in. */
export const nothingMade: Made = {
  treatment: shadowed,
  drawn: false,
  ruleIndex: null,
  failure: null,
  approved: false,
  dueMs: 0,
};

function recordedMade(
  routing: RecordedRouting,
  { document, auditDueMs }: RecordedPolicy,
  circumstances: Circumstances,
): Made {
  const treatment = recordedTreatment(routing, document, circumstances) ?? shadowed;
  return {
    treatment,
    drawn: routing.audited,
    ruleIndex: routing.ruleIndex,
    failure: routing.failure,
    approved: routing.standingApprovalId !== null,
    dueMs: treatment.judgements > 0 ? treatment.dueMs : auditDueMs,
  };
}

/** Circumstances that were stored must be there: without them the route cannot be repeated, and to guess is no replay. */
export function circumstancesOf(
  { contextId }: RecordedRouting,
  contexts: ReadonlyMap<string, Circumstances>,
): Circumstances {
  if (contextId === null) return ordinaryCircumstances;
  const circumstances = contexts.get(contextId);
  if (circumstances) return circumstances;
  throw new Error(`routing context ${contextId} is not there any more`);
}

/** The side of a policy, evaluated as live traffic is; `evaluated` is asked for what the last row came to. */
export function openEvaluatedSide(replayed: ReplayPolicy): {
  open: (segment: ReplaySegment) => SegmentSide;
  evaluated: () => PolicyEvaluation;
} {
  const { policy, auditDueMs } = replayed;
  const reads = new Set([...policy.reads, ...replayed.alsoReads]);
  const asksCircumstances = reads.has('backlog') || reads.has('modelState');
  const treatmentOf = openTreatments();
  const contextFor = openContexts();
  const made: Made = { ...nothingMade };
  let last: PolicyEvaluation;
  return {
    evaluated: () => last,
    open({ columns, contexts }) {
      const { facts, fill } = openFacts(columns, { reads, models: replayed.models });
      const place = columns.get(columnNames.place);
      if (place?.kind !== 'numbers') throw new Error('a segment without the places of the audit draw');
      const { numbers: places } = place;
      const around = routingsOf(columns).routings.map((routing) => {
        const own = replayed.versions.has(routing.policyVersionId);
        const circumstances = circumstancesFor(circumstancesOf(routing, contexts), own);
        return { circumstances, context: contextFor(circumstances, own) };
      });
      return (row, code) => {
        const { circumstances, context } = around[code]!; // one per code
        fill(row);
        if (asksCircumstances) fillCircumstances(facts, circumstances);
        last = policy.evaluate(facts, context);
        const treatment = treatmentOf(last);
        made.treatment = treatment;
        made.drawn = places[row]! < last.audit.rate; // one a row
        made.ruleIndex = last.ruleIndex;
        made.failure = last.failure;
        made.approved = last.standingApprovalId !== null;
        made.dueMs = treatment.judgements > 0 ? treatment.dueMs : auditDueMs;
        return made;
      };
    },
  };
}

const idle: Backlog = { tier1: 0, tier2: 0, overdueSeconds: 0 };

/** Where another policy did not ask for the backlog nobody read it: then it counts as none, and the result says so. */
function circumstancesFor(circumstances: Circumstances, own: boolean): Circumstances {
  return own || circumstances.backlog !== null ? circumstances : { ...circumstances, backlog: idle };
}

/**
 * The routing context a policy is evaluated in. Approvals release whatever the policy is. Steps of overload and fallen
 * thresholds are those of the policy that was in force, and mean nothing to another one.
 *
 * Equal contexts are one object, for a policy makes itself ready for each object it is handed.
 */
function openContexts(): (circumstances: Circumstances, own: boolean) => RoutingContext {
  const known = new Map<string, RoutingContext>();
  return ({ thresholds, overloadSteps, approvals }, own) => {
    const context = own ? { thresholds, overloadSteps, approvals } : { ...ordinaryContext, approvals };
    const key = JSON.stringify(context);
    if (key === ordinaryText) return ordinaryContext;
    const found = known.get(key) ?? context;
    known.set(key, found);
    return found;
  };
}

const ordinaryText = JSON.stringify(ordinaryContext);

/** Whether the policy, asked again, gives a decision exactly what was recorded: route, rule, stratum and draw. */
export function isRepeated(recorded: RecordedRouting, evaluation: PolicyEvaluation, drawn: boolean): boolean {
  const { audit } = evaluation;
  return (
    recorded.route === evaluation.route.kind &&
    recorded.ruleIndex === evaluation.ruleIndex &&
    recorded.failure === evaluation.failure &&
    recorded.standingApprovalId === evaluation.standingApprovalId &&
    recorded.stratum === audit.stratum &&
    recorded.audited === drawn &&
    recorded.inclusionProbability ===
      drawFor(1, evaluation, firstStateOf(evaluation, 'active')).inclusionProbability
  );
}
