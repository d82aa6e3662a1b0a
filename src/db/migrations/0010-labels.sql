-- What people's judgements say about the model: grades, calibration maps, validation sets, certificates.

-- What a resolution says of a decision: right or wrong, with the sampling design it was judged under. One row per
-- decision; a later resolution of the same decision takes the place of an earlier one.
create table grade (
  decision_id uuid primary key,
  use_case_id uuid not null,
  model_version_id uuid not null,
  policy_version_id uuid not null,
  task_id uuid not null,
  stratum text not null,
  -- A rule sends it to people whatever the draw.
  routed boolean not null,
  audited boolean not null,
  inclusion_probability double precision not null check (inclusion_probability > 0 and inclusion_probability <= 1),
  confidence double precision not null check (confidence between 0 and 1),
  predicted_class text,
  -- Null where it is not known: a rejection says what the class is not.
  right_class text,
  wrong boolean not null,
  -- `provisional`: judged by one reviewer; `final`: by several who agree, or by an expert.
  state text not null check (state in ('provisional', 'final')),
  simulated boolean not null,
  metadata jsonb not null,
  recorded_at timestamptz not null,
  graded_at timestamptz not null,
  -- Where the entry of its first resolution stands in the log: grades come in this order.
  position bigint not null,
  revisions smallint not null default 0 check (revisions >= 0),
  -- The entry that tells of the resolution.
  commit_id uuid not null,
  entry_index smallint not null
);
-- The labels of a model version in a window.
create index grade_window on grade (use_case_id, model_version_id, recorded_at);
-- Reconciliation with the ledger, by time.
create index grade_time on grade (graded_at);

-- Labelled rows from outside, of one model version.
create table validation_set (
  validation_set_id uuid primary key,
  use_case_id uuid not null references use_case,
  model_version_id uuid not null references model_version,
  name text not null check (length(name) between 1 and 200),
  row_count integer not null check (row_count between 1 and 1000000),
  wrong_count integer not null check (wrong_count between 0 and row_count),
  labelled boolean not null,
  metadata_fields text[] not null,
  sha256 bytea not null check (octet_length(sha256) = 32),
  imported_by uuid references person,
  imported_by_key uuid references api_key,
  imported_at timestamptz not null,
  removed_at timestamptz,
  check (num_nonnulls(imported_by, imported_by_key) = 1)
);
create unique index validation_set_name on validation_set (use_case_id, name) where removed_at is null;

-- The rows as columns, some thousands together: a set is always read whole.
create table validation_chunk (
  validation_set_id uuid not null references validation_set,
  chunk_number integer not null check (chunk_number >= 0),
  row_count integer not null check (row_count >= 1),
  -- IEEE 754 doubles, little-endian.
  confidence bytea not null check (octet_length(confidence) = 8 * row_count),
  -- A byte each: 1 is correct.
  correct bytea not null check (octet_length(correct) = row_count),
  -- A list each; null where the set has none.
  labels jsonb,
  metadata jsonb,
  primary key (validation_set_id, chunk_number)
);

-- From a model's own confidence to the probability that it is right. Rows never change; a policy puts one in force by
-- naming its number.
create table calibration_map (
  calibration_map_id uuid primary key,
  use_case_id uuid not null references use_case,
  number integer not null check (number >= 1),
  model_version_id uuid not null references model_version,
  slice_by text,
  slice_value text,
  method text not null check (method in ('identity', 'temperature', 'platt', 'beta', 'isotonic')),
  parameters jsonb not null,
  source text not null check (source in ('audited', 'graded', 'validation')),
  validation_set_id uuid references validation_set,
  -- The window of decisions, half open.
  window_from timestamptz,
  window_before timestamptz,
  -- How it did on held-out labels.
  fit jsonb not null,
  note text not null default '' check (length(note) <= 2000),
  proposed_by uuid references person,
  proposed_by_key uuid references api_key,
  proposed_at timestamptz not null,
  -- The entry that tells of it.
  commit_id uuid not null,
  entry_index smallint not null,
  unique (use_case_id, number),
  check ((slice_by is null) = (slice_value is null)),
  check ((source = 'validation') = (validation_set_id is not null)),
  check (num_nonnulls(proposed_by, proposed_by_key) = 1)
);

-- What is promised of a threshold, such as "with this confidence, what is released at or above it is wrong at most so often".
create table certificate (
  certificate_id uuid primary key,
  use_case_id uuid not null references use_case,
  model_version_id uuid not null references model_version,
  state text not null check (state in ('issued', 'in-force', 'expired', 'revoked')),
  threshold text not null check (threshold ~ '^[a-z][A-Za-z0-9_]{0,62}$'),
  value double precision not null,
  -- Where slices have thresholds of their own: what parts them, and the value of each.
  by_slice jsonb,
  -- The map whose confidence is the score; null is the raw confidence.
  map_number integer,
  slice_by text,
  -- Errors of what is released, or of all decisions; in expectation there is no confidence.
  promise text not null check (promise in ('released', 'all', 'all-in-expectation')),
  target_error double precision not null check (target_error > 0 and target_error < 1),
  confidence_level double precision check (confidence_level > 0 and confidence_level < 1),
  statistic text not null check (statistic in ('exact', 'evidence', 'betting')),
  window_from timestamptz not null,
  window_before timestamptz not null,
  -- What the labels said: coverage, ladder, slices, load.
  findings jsonb not null,
  note text not null default '' check (length(note) <= 2000),
  issued_by uuid not null references person,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  -- The policy whose threshold names it.
  policy_version_id uuid references policy_version,
  in_force_since timestamptz,
  -- The detector that watches it while it is in force.
  guard jsonb not null,
  ended_at timestamptz,
  revoked_by uuid references person,
  revoked_because text check (revoked_because in ('guard', 'by-hand', 'model-retired')),
  revocation_note text,
  -- What took its place in the policy that named it when it ended.
  fallback_value double precision,
  fallback_certificate_id uuid references certificate,
  -- The entry that tells of its issue.
  commit_id uuid not null,
  entry_index smallint not null,
  foreign key (use_case_id, map_number) references calibration_map (use_case_id, number),
  check (window_from < window_before),
  check ((promise = 'all-in-expectation') = (confidence_level is null)),
  check (promise = 'released' or (slice_by is null and by_slice is null and statistic = 'exact')),
  check (issued_at < expires_at),
  check ((state = 'in-force') = (policy_version_id is not null and in_force_since is not null)),
  check ((state in ('expired', 'revoked')) = (ended_at is not null and fallback_value is not null)),
  check ((state = 'revoked') = (revoked_because is not null)),
  check (revoked_by is null or revoked_because = 'by-hand')
);
create index certificate_use_case on certificate (use_case_id, certificate_id);
-- Those whose time may have come.
create index certificate_expiry on certificate (expires_at) where state in ('issued', 'in-force');
