import {
  boolArray,
  float8Array,
  int2Array,
  jsonbArray,
  textArray,
  timeArray,
  uuidArray,
} from '../../../db/binary-array.ts';
import type { Sql } from '../../../db/sql.ts';
import { commitFragment } from '../../ledger/commit-fragment.ts';
import {
  isOrdinaryTask,
  openAnyTasksFragment,
  openAnyTasksValues,
  openTasksFragment,
  openTasksValues,
} from '../../reviews/open-tasks.ts';
import type { RoutedDecision } from '../routing/route-decision.ts';

/** What one commit writes: the rows of its decisions, their payload block and their ledger entries. */
export type RecordBatch = {
  epoch: number;
  commitId: string;
  at: Date;
  decisions: readonly RoutedDecision[];
  payloadBlock: Uint8Array;
  /** In bundle form; null only in the benchmark that measures what the ledger costs. */
  entries: Uint8Array | null;
};

type Column = { name: string; type: string; array: (decisions: readonly RoutedDecision[]) => Buffer };

const usual: readonly Column[] = [
  { name: 'decision_id', type: 'uuid', array: (all) => uuidArray(all.map((d) => d.submission.decisionId)) },
  { name: 'use_case_id', type: 'uuid', array: (all) => uuidArray(all.map((d) => d.useCaseId)) },
  { name: 'model_version_id', type: 'uuid', array: (all) => uuidArray(all.map((d) => d.modelVersionId)) },
  { name: 'policy_version_id', type: 'uuid', array: (all) => uuidArray(all.map((d) => d.policyVersionId)) },
  { name: 'route', type: 'text', array: (all) => textArray(all.map((d) => d.route)) },
  { name: 'rule_index', type: 'smallint', array: (all) => int2Array(all.map((d) => d.evaluation.ruleIndex)) },
  { name: 'reason', type: 'text', array: (all) => textArray(all.map((d) => d.evaluation.failure)) },
  { name: 'state', type: 'text', array: (all) => textArray(all.map((d) => d.state)) },
  {
    name: 'predicted_class',
    type: 'text',
    array: (all) => textArray(all.map((d) => d.submission.decision.label ?? null)),
  },
  {
    name: 'confidence',
    type: 'float8',
    array: (all) => float8Array(all.map((d) => d.submission.decision.confidence)),
  },
  { name: 'stratum', type: 'text', array: (all) => textArray(all.map((d) => d.draw.stratum)) },
  {
    name: 'inclusion_probability',
    type: 'float8',
    array: (all) => float8Array(all.map((d) => d.draw.inclusionProbability)),
  },
  { name: 'audited', type: 'boolean', array: (all) => boolArray(all.map((d) => d.draw.audited)) },
  {
    name: 'metadata',
    type: 'jsonb',
    array: (all) => jsonbArray(all.map((d) => metadataText(d.submission.decision.metadata))),
  },
  { name: 'task_id', type: 'uuid', array: (all) => uuidArray(all.map((d) => d.task?.taskId ?? null)) },
  { name: 'time_out_at', type: 'timestamptz', array: (all) => timeArray(all.map((d) => d.timeOutAtMs)) },
];

/** Null for nearly all decisions; a batch in which they are null for all has the shorter statement. */
const unusual: readonly Column[] = [
  { name: 'context_id', type: 'uuid', array: (all) => uuidArray(all.map((d) => d.contextId)) },
  {
    name: 'standing_approval_id',
    type: 'uuid',
    array: (all) => uuidArray(all.map((d) => d.standingApprovalId)),
  },
  {
    name: 'paired_with',
    type: 'uuid',
    array: (all) => uuidArray(all.map((d) => d.submission.decision.pairedWith ?? null)),
  },
];

// One statement, so one round trip and one transaction. The share lock on the epoch row lets any number of recordings
// run side by side but none beside a publication; with another epoch nothing at all is written and the answer is 0.
const current = 'exists (select from epoch)';
/** Parameters before the columns: epoch, commit, time, payload block. */
const before = 4;

type Shape = {
  name: string;
  columns: readonly Column[];
  tasks: { fragment: typeof openTasksFragment; values: typeof openTasksValues; parameters: number };
};

const ordinaryShape = writtenAs({
  name: 'record',
  columns: usual,
  tasks: { fragment: openTasksFragment, values: openTasksValues, parameters: 7 },
});
const anyShape = writtenAs({
  name: 'record-any',
  columns: [...usual, ...unusual],
  tasks: { fragment: openAnyTasksFragment, values: openAnyTasksValues, parameters: 11 },
});

function writtenAs(shape: Shape): Shape & { text: string; textWithoutLedger: string } {
  const { columns, tasks } = shape;
  const names = columns.map(({ name }) => name);
  const arrays = columns.map(({ type }, index) => `$${before + 1 + index}::${type}[]`);
  const opened = tasks.fragment(before + columns.length + 1, current);
  const head = `with epoch as materialized (select epoch from routing_epoch where epoch = $1::bigint for share),
  recorded as (
    insert into decision (${names.join(', ')}, recorded_at, commit_id, entry_index)
    select ${names.map((name) => `given.${name}`).join(', ')}, $3::timestamptz, $2::uuid, given.place - 1
    from unnest(${arrays.join(', ')}) with ordinality as given (${names.join(', ')}, place)
    where ${current}),
  payload as (
    insert into payload_block (commit_id, decision_count, body)
    select $2::uuid, cardinality($${before + 1}::uuid[]), $4::bytea where ${current}),
  opened as (${opened.task}),
  slots as (${opened.slot})`;
  const tail = 'select count(*)::integer as current from epoch';
  const ledgerFirst = before + columns.length + tasks.parameters + 1;
  return {
    ...shape,
    text: `${head}, entries as (${commitFragment(ledgerFirst, current)}) ${tail}`,
    textWithoutLedger: `${head} ${tail}`,
  };
}

/** The statement that records a batch; it answers one row, `current` 1 when written and 0 when the epoch had moved on. */
export function recordStatement(batch: RecordBatch): Sql {
  const { decisions, entries } = batch;
  const shape = decisions.every(isOrdinary) ? ordinaryShape : anyShape;
  const values = [
    batch.epoch,
    batch.commitId,
    batch.at.toISOString(),
    batch.payloadBlock,
    ...shape.columns.map(({ array }) => array(decisions)),
    ...shape.tasks.values(decisions.flatMap((decision) => decision.task ?? [])),
  ];
  if (!entries) return { name: `${shape.name}-without-ledger`, text: shape.textWithoutLedger, values };
  return {
    name: shape.name,
    text: shape.text,
    values: [...values, batch.commitId, decisions.length, entries],
  };
}

function isOrdinary({ contextId, standingApprovalId, submission, task }: RoutedDecision): boolean {
  return (
    contextId === null &&
    standingApprovalId === null &&
    submission.decision.pairedWith === undefined &&
    (task === null || isOrdinaryTask(task))
  );
}

function metadataText(metadata: object | undefined): string {
  return metadata ? JSON.stringify(metadata) : '{}';
}
