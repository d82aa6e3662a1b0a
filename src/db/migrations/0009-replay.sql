-- Segments: decisions by column, for everything that looks at many of them. Replays over them, and shadows beside them.

-- Some decisions of one use case, immutable. Small ones are one packed value; many of them are merged into a large one,
-- whose columns are rows of their own, so that a reader loads only what it reads.
create table decision_segment (
  segment_id uuid primary key,
  use_case_id uuid not null references use_case,
  -- When its first and its last decision were recorded.
  from_at timestamptz not null,
  to_at timestamptz not null,
  decisions integer not null check (decisions >= 1),
  -- All columns, compressed; null where they are rows of segment_column.
  packed bytea,
  -- Bytes before compression: what it takes in memory, about.
  size integer not null check (size >= 0),
  made_at timestamptz not null,
  -- What the ledger holds below this position about its use case is in this segment or an earlier one. So a reaction whose
  -- cursor is set back takes in nothing twice.
  read_to bigint not null default 0 check (read_to >= 0),
  -- Merged into a larger one since; kept a while for those who are reading it.
  replaced_at timestamptz,
  check (from_at <= to_at)
);
alter table decision_segment alter column packed set storage external;
-- The segments of a window, and retention by time.
create index decision_segment_window on decision_segment (use_case_id, to_at) where replaced_at is null;
-- How far a use case has been read.
create index decision_segment_read on decision_segment (use_case_id, read_to);
-- Small ones still to be merged.
create index decision_segment_small on decision_segment (use_case_id, from_at)
  where replaced_at is null and packed is not null;
-- Those to be removed.
create index decision_segment_replaced on decision_segment (replaced_at) where replaced_at is not null;

create table segment_column (
  segment_id uuid not null references decision_segment on delete cascade,
  name text not null,
  -- zstd.
  body bytea not null,
  primary key (segment_id, name)
);
-- Compressed already; and a slice must not cost the whole.
alter table segment_column alter column body set storage external;

-- A policy evaluated over a window of the past. It runs in the background and survives the process that runs it.
create table replay (
  replay_id uuid primary key,
  use_case_id uuid not null references use_case,
  state text not null check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  because text,
  document jsonb not null,
  -- Null where a document was given that is no version.
  policy_version_id uuid references policy_version,
  -- Null: what was recorded.
  baseline_id uuid references policy_version,
  from_at timestamptz not null,
  before_at timestamptz not null,
  slice_by text,
  seconds_per_judgement double precision,
  hourly_rate double precision,
  decisions bigint not null default 0 check (decisions >= 0),
  total bigint check (total >= 0),
  result jsonb,
  examples jsonb,
  requested_by uuid references person,
  requested_by_key uuid references api_key,
  requested_at timestamptz not null,
  started_at timestamptz,
  -- How often a process began it. Counted before it begins, so that one which takes its process down is not begun for ever;
  -- who runs it says which time it is, so that a process that was taken for dead has no more say.
  attempts integer not null default 0 check (attempts >= 0),
  -- Last sign of life of the process that runs it.
  alive_at timestamptz,
  ended_at timestamptz,
  check (from_at < before_at),
  check (num_nonnulls(requested_by, requested_by_key) = 1),
  check ((state in ('done', 'failed', 'cancelled')) = (ended_at is not null)),
  check ((state = 'done') = (result is not null)),
  check ((state = 'failed') = (because is not null))
);
create index replay_list on replay (use_case_id, replay_id);
-- The next one to run, and those whose process has ended.
create index replay_open on replay (requested_at) where state in ('waiting', 'running');

-- What runs beside the live policy, or the live model, and only records what it would have done.
create table shadow (
  shadow_id uuid primary key,
  use_case_id uuid not null references use_case,
  name text not null check (length(name) between 1 and 200),
  kind text not null check (kind in ('thresholds', 'policy', 'model')),
  thresholds jsonb,
  document jsonb,
  -- The version the document was taken from; null where it was given as such. A draft may have changed since.
  policy_version_id uuid references policy_version,
  model_version_id uuid references model_version,
  slice_by text,
  started_by uuid references person,
  started_by_key uuid references api_key,
  started_at timestamptz not null,
  ended_at timestamptz,
  -- The ledger below this position has been counted. So a reaction whose cursor is set back counts nothing twice.
  counted_to bigint not null default 0 check (counted_to >= 0),
  -- Everything before the entry of its end has been counted.
  finished boolean not null default false,
  check (not finished or ended_at is not null),
  check (num_nonnulls(thresholds, document, model_version_id) = 1),
  check (policy_version_id is null or document is not null),
  check (num_nonnulls(started_by, started_by_key) = 1)
);
create index shadow_list on shadow (use_case_id, shadow_id);
-- Those to be evaluated.
create index shadow_unfinished on shadow (use_case_id) where not finished;

-- Decisions by hour, slice, and what was done and would have been done.
create table shadow_tally (
  shadow_id uuid not null references shadow on delete cascade,
  hour timestamptz not null,
  -- As JSON: null is a decision without a value.
  slice text not null,
  live_route text not null,
  shadow_route text not null,
  -- The shadow model chose another class.
  other_label boolean not null,
  decisions bigint not null check (decisions >= 1),
  primary key (shadow_id, hour, slice, live_route, shadow_route, other_label)
);

-- Some decisions of each kind of difference; those with the lowest ranks of all stay.
create table shadow_example (
  shadow_id uuid not null references shadow on delete cascade,
  decision_id uuid not null,
  shadow_decision_id uuid,
  slice text not null,
  live_route text not null,
  shadow_route text not null,
  other_label boolean not null,
  rank double precision not null,
  primary key (shadow_id, decision_id)
);

-- What the ledger holds below this position has been counted by the roll-ups, too: a cursor that is set back counts nothing
-- twice.
create table kpi_reached (
  only_one boolean primary key default true check (only_one),
  counted_to bigint not null check (counted_to >= 0)
);
insert into kpi_reached (counted_to) values (0);
