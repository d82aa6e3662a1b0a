-- People, their sessions, and machines' keys.

create table person (
  person_id uuid primary key,
  email text not null check (email = lower(email) and email like '%_@_%'),
  name text not null check (length(name) between 1 and 200),
  password_hash text,
  roles text[] not null check (roles <@ array['admin', 'policy-owner', 'reviewer', 'expert', 'auditor']),
  simulated boolean not null default false,
  created_at timestamptz not null,
  disabled_at timestamptz,
  revision integer not null default 1
);
create unique index person_email on person (email);

-- Session tokens and API keys are stored as SHA-256 of 32 random bytes; a copy of this table opens nothing.
create table session (
  session_id uuid primary key,
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  person_id uuid not null references person,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  -- Who came by a one-time link may set a password without knowing the old one.
  by_link boolean not null default false,
  user_agent text
);
-- "My sessions", and ending all of a person's.
create index session_open on session (person_id) where ended_at is null;

create table api_key (
  api_key_id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  prefix text not null unique,
  secret_hash bytea not null check (octet_length(secret_hash) = 32),
  scopes text[] not null,
  created_by uuid not null references person,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);

-- One-time tokens: the first administrator's, a sign-in link.
create table one_time_token (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  purpose text not null check (purpose in ('first-administrator', 'sign-in')),
  person_id uuid references person,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  check ((purpose = 'sign-in') = (person_id is not null))
);
-- One first administrator, one token for it.
create unique index one_time_token_first on one_time_token (purpose) where purpose = 'first-administrator';
-- Withdrawing a person's links.
create index one_time_token_person on one_time_token (person_id) where used_at is null;

-- Failed sign-ins per account and per address in a window; keyed by a hash, so it reveals no one.
create table sign_in_attempt (
  attempt_key bytea primary key,
  window_started_at timestamptz not null,
  failures integer not null check (failures >= 0)
);
