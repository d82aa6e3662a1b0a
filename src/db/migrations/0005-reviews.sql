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
  resolution text
);
create unique index task_decision on task (decision_id);
-- Claim next: the lane's most urgent open task.
create index task_lane on task (use_case_id, tier, due_at, task_id) where state = 'open';
-- Resolutions whose undo window has ended.
create index task_effect on task (effect_at) where state = 'judged';

create table slot (
  task_id uuid not null references task,
  slot_number smallint not null check (slot_number >= 1),
  tier smallint not null check (tier in (1, 2)),
  state text not null check (state in ('open', 'parked', 'judged')),
  parked_until timestamptz,
  parked_by uuid,
  primary key (task_id, slot_number)
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
  kind text not null check (kind in ('approve', 'edit', 'reject', 'cannot-decide')),
  output bytea,
  output_salt bytea check (octet_length(output_salt) = 32),
  reason_codes text[] not null default '{}',
  comment text,
  comment_salt bytea check (octet_length(comment_salt) = 32),
  claimed_at timestamptz not null,
  given_at timestamptz not null,
  withdrawn_at timestamptz,
  foreign key (task_id, slot_number) references slot,
  check ((kind = 'edit') = (output is not null))
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
