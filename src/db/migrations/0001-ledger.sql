-- The ledger: audit log and event stream in one (RFC 6962 tree in C2SP tlog-tiles layout).

-- One row per commit, written in the transaction of the state change it tells of. Those without a position are the outbox;
-- the integrating leader gives them one. The entries themselves are written once and never moved.
create table ledger_commit (
  commit_id uuid primary key,
  -- The database's clock, not the writer's: what committed before another began also sorts before it.
  written_at timestamptz not null default clock_timestamp(),
  -- Where its first entry stands in the log: a receipt needs no index per entry.
  position bigint check (position >= 0),
  entry_count integer not null check (entry_count between 1 and 4096),
  -- Entries in bundle form: each prefixed by its length as a big-endian 16-bit number.
  entries bytea not null,
  -- The length of each entry in two bytes, so that one is found, and read alone, without its neighbours.
  lengths bytea check (octet_length(lengths) = 2 * entry_count),
  check ((position is null) = (lengths is null))
);
alter table ledger_commit alter column entries set storage external;
-- Every row is updated once: its first version is in the way of those who look for what waits.
alter table ledger_commit set (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 5000);
-- The leader takes commits in the order they were written.
create index ledger_commit_waiting on ledger_commit (written_at, commit_id) where position is null;
-- The log in order. Two commits at one place end in a violation.
create unique index ledger_commit_position on ledger_commit (position) where position is not null;

create table ledger_log (
  only_one boolean primary key default true check (only_one),
  origin text not null,
  verifier_key text not null,
  size bigint not null check (size >= 0),
  root bytea not null check (octet_length(root) = 32),
  opened_at timestamptz not null
);

create table ledger_tile (
  level smallint not null check (level between 0 and 7),
  n bigint not null check (n >= 0),
  width smallint not null check (width between 1 and 256),
  hashes bytea not null,
  primary key (level, n),
  check (octet_length(hashes) = 32 * width)
);
-- Hashes do not compress.
alter table ledger_tile alter column hashes set storage external;

create table ledger_checkpoint (
  size bigint primary key check (size >= 0),
  root bytea not null check (octet_length(root) = 32),
  note text not null,
  -- Last time it was signed: an idle log signs the same size again, so that silence is visible.
  signed_at timestamptz not null
);

-- How far each reaction has read; moved in the transaction of its effect.
create table ledger_cursor (
  reaction text primary key,
  position bigint not null default 0 check (position >= 0),
  -- Failures since the last success, the last one's reason and time; `batch` narrows down to the entry that fails.
  failures integer not null default 0,
  last_problem text,
  failed_at timestamptz,
  batch integer check (batch >= 1)
);

-- What keeps a duty of the ledger from doing its work; no row while all is well.
create table ledger_problem (
  duty text primary key check (duty in ('integrate', 'sign')),
  problem text not null,
  since timestamptz not null
);

-- Runs of the comparison of state with entries; the next one goes on where the last one ended.
create table ledger_reconciliation (
  ran_at timestamptz primary key,
  -- Entries before this position and rows written before this time have been compared.
  entries_to bigint not null check (entries_to >= 0),
  rows_to timestamptz not null,
  checked integer not null check (checked >= 0),
  differences integer not null check (differences >= 0),
  -- The first of them: what, which id, why.
  findings jsonb not null
);

-- Which entries are about a thing (a decision, a person, a policy); recorded decisions carry their own pointer instead.
create table ledger_subject (
  subject_id uuid not null,
  commit_id uuid not null,
  entry_index integer not null check (entry_index >= 0),
  primary key (subject_id, commit_id, entry_index)
);

-- Keys that make names in the log unreadable once destroyed.
create table ledger_secret (
  name text primary key,
  value bytea not null
);
-- Two version-4 UUIDs carry 244 bits of the server's strong randomness.
insert into ledger_secret (name, value)
values ('actor-key', sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));
