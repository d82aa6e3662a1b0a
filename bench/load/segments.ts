// Segments as if millions of decisions had been recorded: the columns are made directly, in the shape recording gives them.
import { type Column, newCodes } from '../../src/core/segments/column.ts';
import { codesOf } from '../../src/core/segments/columns-of.ts';
import { encodeColumn } from '../../src/core/segments/encode-column.ts';
import type { RecordedRouting } from '../../src/core/segments/recorded-decision.ts';
import { thousandthOf } from '../../src/core/segments/thousandth.ts';
import { openRandom } from '../../src/core/stats/random.ts';
import type { Database } from '../../src/db/database.ts';
import { sql } from '../../src/db/sql.ts';
import { compress, insertSegment } from '../../src/features/segments/write-segment.ts';
import { uuidv7 } from '../../src/platform/uuidv7.ts';
import { labels } from './decisions.ts';

export type SegmentsPlan = {
  useCaseId: string;
  modelVersionId: string;
  policyVersionId: string;
  decisions: number;
  fromMs: number;
};

export const decisionsPerSegment = 65_536;
export const channels = ['app', 'web', 'mail', 'phone', 'chat', 'shop', 'partner', 'branch'];
/** Between two decisions. */
const stepMs = 20;
/** A quarter of them held, as in the load. */
const heldBelow = 0.85;
const auditRate = 0.05;

/** When the last of so many decisions was recorded. */
export function lastOf({ fromMs, decisions }: Pick<SegmentsPlan, 'fromMs' | 'decisions'>): number {
  return fromMs + decisions * stepMs;
}

/** Writes large segments, and grades of every thousandth decision. */
export async function fillSegments(db: Database, plan: SegmentsPlan): Promise<void> {
  const random = openRandom(20_262);
  for (let first = 0; first < plan.decisions; first += decisionsPerSegment) {
    const rows = Math.min(decisionsPerSegment, plan.decisions - first);
    const columns = segmentColumns(plan, { first, rows, uniform: random.uniform });
    await writeLarge(db, plan, { first, rows, columns });
    await writeGrades(db, plan, { first, columns });
  }
  await db.run({ text: 'vacuum analyze decision_segment, segment_column, grade', values: [] });
}

type Span = { first: number; rows: number; uniform: () => number };

function segmentColumns(plan: SegmentsPlan, { first, rows, uniform }: Span): Map<string, Column> {
  const numbers = (of: (row: number) => number): Column => ({
    kind: 'numbers',
    numbers: Float64Array.from({ length: rows }, (_, row) => of(row)),
  });
  const codes = (dictionary: readonly (string | boolean)[], of: () => number): Column => {
    const places = newCodes(dictionary.length, rows);
    for (let row = 0; row < rows; row++) places[row] = of();
    return { kind: 'codes', codes: places, dictionary };
  };
  const one = (among: readonly unknown[]) => () => Math.floor(uniform() * among.length);
  // All digits of a double, as a softmax gives them: nothing to compress but the exponent.
  const confidence = Float64Array.from({ length: rows }, () =>
    uniform() < 0.3 ? uniform() * heldBelow : 0.86 + uniform() * 0.14,
  );
  const place = Float64Array.from({ length: rows }, () => uniform());
  const ids = new Uint8Array(rows * 16);
  for (let i = 0; i < ids.length; i++) ids[i] = uniform() * 256;
  const amounts = Float64Array.from({ length: rows }, () => Math.floor(uniform() * 5000));
  return new Map<string, Column>([
    ['decisionId', { kind: 'ids', ids }],
    ['recordedAt', numbers((row) => plan.fromMs + (first + row) * stepMs)],
    ['confidence', { kind: 'numbers', numbers: confidence }],
    ['thousandth', codesOf(Array.from(confidence, thousandthOf))],
    ['label', codes(labels, one(labels))],
    ['modelVersion', codes([plan.modelVersionId], () => 0)],
    ['place', { kind: 'numbers', numbers: place }],
    ['routing', routingColumn(plan, confidence, place)],
    ['metadata.channel', codes(channels, one(channels))],
    ['metadata.country', codes(['DE', 'FR', 'US'], one(['DE', 'FR', 'US']))],
    ['metadata.tier', codes(['standard', 'premium'], one([0, 0]))],
    ['metadata.amount', { kind: 'numbers', numbers: amounts }],
    ['metadata.first', codes([false, true], () => (uniform() < 1 / 7 ? 1 : 0))],
  ]);
}

function routingColumn(
  { policyVersionId }: SegmentsPlan,
  confidence: Float64Array,
  place: Float64Array,
): Column {
  const usual = {
    policyVersionId,
    failure: null,
    stratum: 'rest',
    contextId: null,
    standingApprovalId: null,
  };
  const dictionary: RecordedRouting[] = [
    { ...usual, route: 'release', ruleIndex: 9, inclusionProbability: auditRate, audited: false },
    { ...usual, route: 'release', ruleIndex: 9, inclusionProbability: auditRate, audited: true },
    { ...usual, route: 'hold', ruleIndex: 7, inclusionProbability: 1, audited: false },
    { ...usual, route: 'hold', ruleIndex: 7, inclusionProbability: 1, audited: true },
  ];
  const codes = Uint8Array.from(
    confidence,
    (value, row) => (value < heldBelow ? 2 : 0) + (place[row]! < auditRate ? 1 : 0),
  ); // one a row
  return { kind: 'codes', codes, dictionary };
}

type Made = { first: number; rows: number; columns: Map<string, Column> };

async function writeLarge(db: Database, plan: SegmentsPlan, { first, rows, columns }: Made): Promise<void> {
  const segmentId = uuidv7(Date.now());
  const encoded = [...columns].map(([name, column]) => ({ name, bytes: encodeColumn(column) }));
  await db.atomically(async (tx) => {
    await insertSegment(tx, {
      segmentId,
      useCaseId: plan.useCaseId,
      fromMs: plan.fromMs + first * stepMs,
      toMs: plan.fromMs + (first + rows - 1) * stepMs,
      decisions: rows,
      size: encoded.reduce((sum, { bytes }) => sum + bytes.length, 0),
      packed: null,
      at: new Date(),
    });
    for (const { name, bytes } of encoded) {
      const body = await compress(bytes);
      await tx.run(
        sql`insert into segment_column (segment_id, name, body) values (${segmentId}, ${name}, ${body})`,
      );
    }
  });
}

/** A grade for every thousandth decision: what a team of some people judges. */
async function writeGrades(
  db: Database,
  { useCaseId, modelVersionId, policyVersionId, fromMs }: SegmentsPlan,
  { first, columns }: Omit<Made, 'rows'>,
): Promise<void> {
  const [ids, confidence, channel] = [
    columns.get('decisionId'),
    columns.get('confidence'),
    columns.get('metadata.channel'),
  ];
  if (ids?.kind !== 'ids' || confidence?.kind !== 'numbers' || channel?.kind !== 'codes') return;
  const rows = Array.from({ length: Math.floor(confidence.numbers.length / 1000) }, (_, i) => i * 1000);
  const hexOf = (row: number) => Buffer.from(ids.ids.subarray(row * 16, row * 16 + 16)).toString('hex');
  await db.run(sql`
    insert into grade (decision_id, use_case_id, model_version_id, policy_version_id, task_id, stratum, routed, audited,
      inclusion_probability, confidence, wrong, state, simulated, metadata, recorded_at, graded_at, position, commit_id,
      entry_index)
    select given.decision_id::uuid, ${useCaseId}, ${modelVersionId}, ${policyVersionId}, gen_random_uuid(), 'rest',
      confidence < ${heldBelow}, true, case when confidence < ${heldBelow} then 1 else ${auditRate}::float8 end, confidence,
      random() > confidence, 'final', false, jsonb_build_object('channel', channel), given.recorded_at, now(),
      (random() * 1e15)::bigint, gen_random_uuid(), 0
    from unnest(${rows.map(hexOf)}::text[], ${rows.map((row) => confidence.numbers[row])}::float8[],
      ${rows.map((row) => channels[channel.codes[row] ?? 0])}::text[],
      ${rows.map((row) => new Date(fromMs + (first + row) * stepMs).toISOString())}::timestamptz[])
      as given (decision_id, confidence, channel, recorded_at)
    on conflict do nothing`);
}
