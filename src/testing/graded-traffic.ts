// Thousands of decisions with the grades people would have given, written straight into their tables: statistics are tried on
// amounts that the way through ingest and desk would take minutes for. That way itself has its own tests.
import { columnsOf } from '../core/segments/columns-of.ts';
import type { RecordedDecision } from '../core/segments/recorded-decision.ts';
import { openRandom } from '../core/stats/random.ts';
import { sql } from '../db/sql.ts';
import { writeSmallSegment } from '../features/segments/write-segment.ts';
import { uuidv7 } from '../platform/uuidv7.ts';
import type { Stage } from './stage.ts';

export type Traffic = {
  decisions: number;
  /** How likely a decision of this confidence is to be right. */
  rightAt?: (confidence: number, country: string) => number;
  /** The confidence of the next decision, from a uniform number. */
  confidenceOf?: (uniform: number) => number;
  /** Below, a rule sends it to people. */
  routedBelow?: number;
  auditRate?: number;
  /** Of those that are to be judged, how many are. */
  response?: number;
  seed?: number;
  /** How long before now the window begins; decisions come evenly until its end. */
  fromDaysAgo?: number;
  toDaysAgo?: number;
  countries?: readonly string[];
  classes?: readonly string[];
  policyVersionId?: string;
  modelVersionId?: string;
  stratum?: string;
};

const dayMs = 86_400_000;
const chunk = 5000;
/** Beyond the positions of what tests do by hand. */
let lastPosition = 1_000_000;

/** Adds traffic to a stage; answers how many are wrong among all of it, judged or not. */
export async function addTraffic(stage: Stage, given: Traffic): Promise<{ wrong: number; graded: number }> {
  const rows = makeRows(stage, given);
  for (let start = 0; start < rows.length; start += chunk)
    await insert(stage, rows.slice(start, start + chunk));
  await addSegment(stage, rows);
  await stage.db.run(sql`analyze decision`);
  await stage.db.run(sql`analyze grade`);
  return {
    wrong: rows.filter(({ wrong }) => wrong).length,
    graded: rows.filter(({ judged }) => judged).length,
  };
}

type Row = ReturnType<typeof makeRows>[number];

function makeRows(stage: Stage, given: Traffic) {
  const {
    decisions,
    rightAt = (confidence) => confidence,
    confidenceOf = (uniform) => 0.5 + uniform / 2,
    routedBelow = 0.6,
    auditRate = 0.1,
    response = 1,
    seed = 1,
    fromDaysAgo = 10,
    toDaysAgo = 0.01,
    countries = ['DE', 'FR'],
    classes = ['refund', 'fraud', 'other'],
  } = given;
  const random = openRandom(seed);
  const now = stage.deps.clock.now().getTime();
  const lengthMs = (fromDaysAgo - toDaysAgo) * dayMs;
  return Array.from({ length: decisions }, (_, place) => {
    const confidence = Math.round(confidenceOf(random.uniform()) * 1e4) / 1e4;
    const country = countries[random.integer(countries.length)] ?? '';
    const wrong = random.uniform() >= rightAt(confidence, country);
    const routed = confidence < routedBelow;
    const audited = random.uniform() < auditRate;
    lastPosition += 1;
    const recordedMs = now - fromDaysAgo * dayMs + (place * lengthMs) / decisions;
    return {
      ...{ confidence, country, wrong, routed, audited },
      judged: (routed || audited) && random.uniform() < response,
      probability: routed ? 1 : auditRate,
      label: classes[random.integer(classes.length)] ?? '',
      decisionId: uuidv7(recordedMs),
      recordedAt: new Date(recordedMs).toISOString(),
      policyVersionId: given.policyVersionId ?? stage.policyVersionId,
      modelVersionId: given.modelVersionId ?? stage.modelVersionId,
      stratum: given.stratum ?? 'rest',
      position: lastPosition,
    };
  });
}

async function insert(stage: Stage, rows: readonly Row[]): Promise<void> {
  await stage.db.run(sql`
    insert into decision (decision_id, use_case_id, model_version_id, policy_version_id, route, state, predicted_class,
      confidence, stratum, inclusion_probability, audited, metadata, recorded_at, commit_id, entry_index)
    select "decisionId", ${stage.useCaseId}, "modelVersionId", "policyVersionId",
      case when routed then 'hold' else 'release' end, case when routed then 'held' else 'released' end, label,
      confidence, stratum, probability, audited, jsonb_build_object('country', country), "recordedAt", gen_random_uuid(), 0
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given ("decisionId" uuid, "modelVersionId" uuid,
      "policyVersionId" uuid, routed boolean, label text, confidence float8, stratum text, probability float8,
      audited boolean, country text, "recordedAt" timestamptz)`);
  await stage.db.run(sql`
    insert into grade (decision_id, use_case_id, model_version_id, policy_version_id, task_id, stratum, routed, audited,
      inclusion_probability, confidence, predicted_class, right_class, wrong, state, simulated, metadata, recorded_at,
      graded_at, position, commit_id, entry_index)
    select "decisionId", ${stage.useCaseId}, "modelVersionId", "policyVersionId", gen_random_uuid(), stratum, routed,
      audited, probability, confidence, label, null, wrong, 'provisional', false,
      jsonb_build_object('country', country), "recordedAt", "recordedAt", position, gen_random_uuid(), 0
    from jsonb_to_recordset(${JSON.stringify(rows.filter(({ judged }) => judged))}::jsonb) as given (
      "decisionId" uuid, "modelVersionId" uuid, "policyVersionId" uuid, routed boolean, label text, confidence float8,
      stratum text, probability float8, audited boolean, country text, "recordedAt" timestamptz, wrong boolean,
      position bigint)`);
}

/** What the reaction to recorded decisions would have made of them. */
async function addSegment(stage: Stage, rows: readonly Row[]): Promise<void> {
  const decisions = rows.map(
    (row): RecordedDecision => ({
      decisionId: row.decisionId,
      recordedAtMs: Date.parse(row.recordedAt),
      confidence: row.confidence,
      label: row.label,
      modelVersionId: row.modelVersionId,
      metadata: { country: row.country },
      probabilities: null,
      place: 0,
      pairedWith: null,
      routing: {
        policyVersionId: row.policyVersionId,
        route: row.routed ? 'hold' : 'release',
        ruleIndex: null,
        failure: null,
        stratum: row.stratum,
        inclusionProbability: row.probability,
        audited: row.audited,
        contextId: null,
        standingApprovalId: null,
      },
    }),
  );
  const at = stage.deps.clock.now();
  await stage.db.atomically((tx) =>
    writeSmallSegment(tx, { useCaseId: stage.useCaseId, columns: columnsOf(decisions), at }),
  );
}
