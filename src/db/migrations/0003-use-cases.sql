-- What is decided, by which model, and what the policy says to do with it.

create table use_case (
  use_case_id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null check (length(name) between 1 and 200),
  description text not null default '',
  owner_id uuid not null references person,
  risk_class text not null check (risk_class in ('minimal', 'limited', 'high')),
  output_kind text not null check (output_kind in ('class', 'text', 'structured', 'tool-call')),
  classes jsonb not null default '[]',
  metadata_fields jsonb not null default '[]',
  reason_codes jsonb not null default '[]',
  guideline text not null default '',
  undo_seconds integer not null default 5 check (undo_seconds between 0 and 300),
  lease_seconds integer not null default 600 check (lease_seconds between 30 and 86400),
  created_at timestamptz not null,
  archived_at timestamptz,
  revision integer not null default 1
);

-- Whatever routing depends on (policies, models, use cases, salts) raises this number in its own transaction;
-- recording decisions takes a share lock on it, so none commits under a policy that was already replaced.
create table routing_epoch (
  only_one boolean primary key default true check (only_one),
  epoch bigint not null
);
insert into routing_epoch (epoch) values (1);

create table model_version (
  model_version_id uuid primary key,
  use_case_id uuid not null references use_case,
  name text not null check (length(name) between 1 and 200),
  description text not null default '',
  registered_at timestamptz not null,
  retired_at timestamptz,
  unique (use_case_id, name)
);

create table policy_version (
  policy_version_id uuid primary key,
  use_case_id uuid not null references use_case,
  version integer not null check (version >= 1),
  state text not null check (state in ('draft', 'published', 'superseded', 'discarded')),
  document jsonb not null,
  document_hash bytea not null check (octet_length(document_hash) = 32),
  note text not null default '',
  based_on uuid references policy_version,
  created_by uuid not null references person,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  published_by uuid references person,
  published_at timestamptz,
  superseded_at timestamptz,
  revision integer not null default 1,
  -- The entry that tells of the publication.
  commit_id uuid,
  entry_index smallint,
  unique (use_case_id, version),
  check ((commit_id is null) = (entry_index is null)),
  check ((state in ('published', 'superseded')) = (published_at is not null))
);
-- One policy in force per use case.
create unique index policy_version_in_force on policy_version (use_case_id) where state = 'published';

create table sampling_salt (
  salt_id uuid primary key,
  salt bytea not null check (octet_length(salt) = 32),
  created_at timestamptz not null,
  retired_at timestamptz
);
create unique index sampling_salt_in_use on sampling_salt ((true)) where retired_at is null;
-- Two version-4 UUIDs carry 244 bits of the server's strong randomness.
insert into sampling_salt (salt_id, salt, created_at)
values (gen_random_uuid(), sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), now());
