-- Tasks wait for judgement; a slot is one required judgement; a lease is one reviewer's claim on a slot.

create table task (
  task_id uuid primary key,
  decision_id uuid not null,
  use_case_id uuid not null,
  purpose text not null check (purpose in ('approval', 'review', 'audit')),
  state text not null check (state in ('open', 'judged', 'resolved', 'cancelled')),
  tier smallint not null check (tier in (1, 2)),
  opened_at timestamptz not null,
  due_at timestamptz not null,
  -- End of the undo window; the resolution leaves then.
  effect_at timestamptz,
  resolved_at timestamptz,
  resolution text check (resolution in ('approve', 'edit', 'reject', 'cannot-decide')),
  -- The entry that tells of the resolution.
  commit_id uuid,
  entry_index smallint,
  check ((state = 'judged') = (effect_at is not null)),
  check ((state = 'resolved') = (resolution is not null)),
  check ((state = 'resolved') = (commit_id is not null and entry_index is not null))
);
create unique index task_decision on task (decision_id);
-- Claim next: the lane's most urgent open task. With the age it also answers what waits in a lane without the rows.
create index task_lane on task (use_case_id, tier, due_at, task_id) include (opened_at) where state = 'open';
-- Reconciliation with the ledger, by time of the commit.
create unique index task_entry on task (commit_id, entry_index) where commit_id is not null;
-- Resolutions whose undo window has ended.
create index task_effect on task (effect_at) where state = 'judged';

create table slot (
  task_id uuid not null references task,
  slot_number smallint not null check (slot_number >= 1),
  tier smallint not null check (tier in (1, 2)),
  state text not null check (state in ('open', 'parked', 'judged')),
  parked_until timestamptz,
  parked_by uuid references person,
  -- Stays after the slot has come back: it is for whoever takes it next.
  park_note text,
  primary key (task_id, slot_number),
  check ((state = 'parked') = (parked_until is not null and parked_by is not null))
);
-- Parked slots whose time has come.
create index slot_parked on slot (parked_until) where state = 'parked';

-- The unique key makes a double claim impossible whatever else goes wrong.
create table lease (
  task_id uuid not null,
  slot_number smallint not null,
  reviewer_id uuid not null references person,
  claim_token uuid not null unique,
  claimed_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (task_id, slot_number),
  foreign key (task_id, slot_number) references slot
);
-- Leases come and go with every item: without early vacuum a claim would look at dead ones.
alter table lease set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
-- "What do I hold?"
create index lease_reviewer on lease (reviewer_id);
-- Leases that have run out.
create index lease_expiry on lease (expires_at);

create table verdict (
  verdict_id uuid primary key,
  task_id uuid not null,
  slot_number smallint not null,
  decision_id uuid not null,
  reviewer_id uuid not null references person,
  -- Of the claim it was given under: sent again, it gets the first answer.
  claim_token uuid not null unique,
  kind text not null check (kind in ('approve', 'edit', 'reject', 'cannot-decide')),
  output bytea,
  output_salt bytea check (octet_length(output_salt) = 32),
  reason_codes text[] not null default '{}',
  comment text,
  comment_salt bytea check (octet_length(comment_salt) = 32),
  claimed_at timestamptz not null,
  given_at timestamptz not null,
  withdrawn_at timestamptz,
  commit_id uuid not null,
  entry_index smallint not null,
  unique (commit_id, entry_index),
  foreign key (task_id, slot_number) references slot,
  check ((kind = 'edit') = (output is not null)),
  check ((output is null) = (output_salt is null)),
  check ((comment is null) = (comment_salt is null))
);
-- One standing verdict per slot.
create unique index verdict_standing on verdict (task_id, slot_number) where withdrawn_at is null;
create index verdict_decision on verdict (decision_id);
-- "Review what I did."
create index verdict_reviewer on verdict (reviewer_id, verdict_id);

-- What a reviewer typed and has not submitted; survives a reload or a lost lease.
create table draft (
  task_id uuid not null references task,
  reviewer_id uuid not null references person,
  body jsonb not null,
  saved_at timestamptz not null,
  primary key (task_id, reviewer_id)
);
