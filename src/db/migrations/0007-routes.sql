-- Every route a policy can give, and what routing depended on beside the policy.

alter table decision
  drop constraint decision_route_check,
  add constraint decision_route_check
    check (route in ('release', 'hold', 'release-and-review', 'consensus', 'shadow')),
  drop constraint decision_state_check,
  add constraint decision_state_check check (state in ('held', 'released', 'edited', 'rejected', 'flagged', 'corrected',
    'recalled', 'defaulted', 'shadowed')),
  -- Null in ordinary times: see routing_context.
  add column context_id uuid,
  -- Released by it although the policy would have held.
  add column standing_approval_id uuid,
  -- Of a model version that only runs beside: the decision of the live one about the same input.
  add column paired_with uuid;

-- What the route of a decision depended on beside its policy version, where that was anything out of the ordinary:
-- standing approvals in force, steps of overload, thresholds fallen back, backlog as the policy's rules saw it, states of
-- model versions. Rows never change; with them every routing can be repeated exactly.
create table routing_context (
  context_id uuid primary key,
  use_case_id uuid not null references use_case,
  facts jsonb not null,
  made_at timestamptz not null
);

alter table model_version
  add column state text not null default 'active' check (state in ('active', 'probation', 'shadow'));

alter table person
  add column qualifications text[] not null default '{}';

-- How many judgements a task asks for, from whom, and what they may see.
alter table task
  add column least smallint not null default 1 check (least between 1 and 15),
  add column most smallint not null default 1 check (most between 1 and 15),
  add column blind boolean not null default false,
  add column qualification text,
  -- Experts took it over, because nobody had judged it in time.
  add column escalated_at timestamptz,
  add constraint task_judgements check (least <= most);
-- The head of a lane is the same for all who may judge it; what needs a qualification is a lane of its own.
drop index task_lane;
create index task_lane on task (use_case_id, tier, coalesce(qualification, ''), due_at, task_id) include (opened_at)
  where state = 'open';

-- Slots are asked for in rounds: the least at first, more when those have not settled it.
alter table slot
  add column round smallint not null default 1 check (round >= 1);

-- Each judgement has an undo window of its own: a task that asks for several waits for the last of them.
alter table verdict add column undo_until timestamptz;
update verdict set undo_until = given_at;
alter table verdict alter column undo_until set not null;
-- Nobody judges a task twice.
create unique index verdict_once on verdict (task_id, reviewer_id) where withdrawn_at is null;

-- What a standing approval released.
create index decision_standing_approval on decision (standing_approval_id, decision_id)
  where standing_approval_id is not null;

-- "Approve calls like this for two hours."
create table standing_approval (
  standing_approval_id uuid primary key,
  use_case_id uuid not null references use_case,
  reason text not null check (length(reason) between 1 and 2000),
  scope text not null check (length(scope) between 1 and 2000),
  scope_hash bytea not null check (octet_length(scope_hash) = 32),
  issued_by uuid not null references person,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_by uuid references person,
  revoked_at timestamptz,
  -- The entry that tells of it.
  commit_id uuid not null,
  entry_index smallint not null,
  check (expires_at > issued_at),
  check ((revoked_by is null) = (revoked_at is null))
);
create index standing_approval_use_case on standing_approval (use_case_id, issued_at desc);

-- How many steps of its policy's overload contract a use case has taken; without a row none was ever taken.
create table overload_state (
  use_case_id uuid primary key references use_case,
  policy_version_id uuid not null references policy_version,
  steps smallint not null check (steps >= 0),
  -- The first of the steps that are taken now.
  since timestamptz,
  -- The last step in either direction: the next one waits for its time.
  changed_at timestamptz not null,
  check ((steps > 0) = (since is not null))
);
