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
import { openTasksFragment, openTasksValues } from '../../reviews/open-tasks.ts';
import type { RoutedDecision } from './route-decision.ts';

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

// One statement, so one round trip and one transaction. The share lock on the epoch row lets any number of recordings
// run side by side but none beside a publication; with another epoch nothing at all is written and the answer is 0.
const current = 'exists (select from epoch)';
const tasks = openTasksFragment(21, current);
const head = `with epoch as materialized (select epoch from routing_epoch where epoch = $1::bigint for share),
  recorded as (
    insert into decision (
      decision_id, use_case_id, model_version_id, policy_version_id, route, rule_index, reason, state, predicted_class,
      confidence, stratum, inclusion_probability, audited, metadata, task_id, time_out_at,
      recorded_at, commit_id, entry_index)
    select given.decision_id, given.use_case_id, given.model_version_id, given.policy_version_id, given.route,
      given.rule_index, given.reason, given.state, given.predicted_class, given.confidence, given.stratum,
      given.inclusion_probability, given.audited, given.metadata, given.task_id, given.time_out_at,
      $3::timestamptz, $2::uuid, given.place - 1
    from unnest($5::uuid[], $6::uuid[], $7::uuid[], $8::uuid[], $9::text[], $10::smallint[], $11::text[], $12::text[],
      $13::text[], $14::float8[], $15::text[], $16::float8[], $17::boolean[], $18::jsonb[], $19::uuid[],
      $20::timestamptz[]) with ordinality
      as given (decision_id, use_case_id, model_version_id, policy_version_id, route, rule_index, reason, state,
        predicted_class, confidence, stratum, inclusion_probability, audited, metadata, task_id,
        time_out_at, place)
    where ${current}),
  payload as (
    insert into payload_block (commit_id, decision_count, body)
    select $2::uuid, cardinality($5::uuid[]), $4::bytea where ${current}),
  opened as (${tasks.task}),
  slots as (${tasks.slot})`;
const tail = 'select count(*)::integer as current from epoch';
const withLedger = `${head}, entries as (${commitFragment(28, current)}) ${tail}`;
const withoutLedger = `${head} ${tail}`;

/** The statement that records a batch; it answers one row, `current` 1 when written and 0 when the epoch had moved on. */
export function recordStatement(batch: RecordBatch): Sql {
  const { decisions, entries } = batch;
  const opened = decisions.flatMap((decision) => decision.task ?? []);
  const values = [
    batch.epoch,
    batch.commitId,
    batch.at.toISOString(),
    batch.payloadBlock,
    ...decisionColumns(decisions),
    ...openTasksValues(opened),
  ];
  if (!entries) return { name: 'record-without-ledger', text: withoutLedger, values };
  return { name: 'record', text: withLedger, values: [...values, batch.commitId, decisions.length, entries] };
}

function decisionColumns(decisions: readonly RoutedDecision[]): Buffer[] {
  return [
    uuidArray(decisions.map((d) => d.submission.decisionId)),
    uuidArray(decisions.map((d) => d.useCaseId)),
    uuidArray(decisions.map((d) => d.modelVersionId)),
    uuidArray(decisions.map((d) => d.policyVersionId)),
    textArray(decisions.map((d) => d.evaluation.route.kind)),
    int2Array(decisions.map((d) => d.evaluation.ruleIndex)),
    textArray(decisions.map((d) => d.evaluation.failure)),
    textArray(decisions.map((d) => d.state)),
    textArray(decisions.map((d) => d.submission.decision.label ?? null)),
    float8Array(decisions.map((d) => d.submission.decision.confidence)),
    textArray(decisions.map((d) => d.draw.stratum)),
    float8Array(decisions.map((d) => d.draw.inclusionProbability)),
    boolArray(decisions.map((d) => d.draw.audited)),
    jsonbArray(decisions.map((d) => metadataText(d.submission.decision.metadata))),
    uuidArray(decisions.map((d) => d.task?.taskId ?? null)),
    timeArray(decisions.map((d) => d.timeOutAtMs)),
  ];
}

function metadataText(metadata: object | undefined): string {
  return metadata ? JSON.stringify(metadata) : '{}';
}
