-- Decisions: a narrow row each; inputs and outputs of one commit are one block.

-- The key is the time (UUIDv7): ranges are days, retention is a drop. What falls outside the days made
-- ahead lands in the rest partition.
create table decision (
  decision_id uuid not null,
  use_case_id uuid not null,
  model_version_id uuid not null,
  policy_version_id uuid not null,
  route text not null check (route in ('release', 'hold', 'release-and-review')),
  -- Which rule fired: its place in the policy; null is the policy's "otherwise", or a refusal to evaluate (reason).
  rule_index smallint,
  reason text,
  state text not null check (state in ('held', 'released', 'edited', 'rejected', 'flagged', 'corrected', 'recalled')),
  predicted_class text,
  confidence double precision not null check (confidence between 0 and 1),
  stratum text not null,
  inclusion_probability double precision not null check (inclusion_probability between 0 and 1),
  audited boolean not null,
  metadata jsonb not null,
  task_id uuid,
  recorded_at timestamptz not null,
  time_out_at timestamptz,
  settled_at timestamptz,
  commit_id uuid not null,
  entry_index smallint not null,
  primary key (decision_id)
) partition by range (decision_id);
create table decision_rest partition of decision default;
-- The decision list of one use case, newest first.
create index decision_list on decision (use_case_id, decision_id);
-- Reconciliation with the ledger, by time. Rows come in that order, so a summary per block range does, and costs nothing.
create index decision_recorded on decision using brin (recorded_at);
-- Held decisions whose time-out is due.
create index decision_time_out on decision (time_out_at) where state = 'held' and time_out_at is not null;

create table payload_block (
  commit_id uuid not null,
  decision_count smallint not null check (decision_count >= 1),
  -- 0: as received.
  codec smallint not null default 0,
  body bytea not null,
  primary key (commit_id)
) partition by range (commit_id);
create table payload_block_rest partition of payload_block default;
alter table payload_block alter column body set storage external;

-- What people made of a decision; only judged ones have a row.
create table settlement (
  decision_id uuid primary key,
  use_case_id uuid not null,
  event text not null,
  state text not null,
  override boolean not null,
  output bytea,
  output_salt bytea check (octet_length(output_salt) = 32),
  verdict_id uuid,
  settled_at timestamptz not null,
  commit_id uuid not null,
  entry_index smallint not null
);
-- "What reviewers corrected last."
create index settlement_overrides on settlement (settled_at desc) where override;
-- Outcomes that are followed live, by the place of their entries.
create index settlement_entry on settlement (commit_id);
-- Reconciliation with the ledger, by time.
create index settlement_time on settlement (settled_at);
