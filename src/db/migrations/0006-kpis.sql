-- Roll-ups folded from the ledger by position; dashboards read these and never scan rows.

create table kpi_minute (
  use_case_id uuid not null,
  minute timestamptz not null,
  measure text not null,
  -- A route, a verdict kind, a stratum; '' where the measure has no parts.
  part text not null,
  simulated boolean not null default false,
  total bigint not null,
  primary key (use_case_id, minute, measure, part, simulated)
);
create index kpi_minute_time on kpi_minute (minute);

-- Durations in log-spaced buckets (mergeable), e.g. time to human.
create table kpi_duration (
  use_case_id uuid not null,
  minute timestamptz not null,
  measure text not null,
  simulated boolean not null default false,
  bucket smallint not null,
  total bigint not null,
  primary key (use_case_id, minute, measure, simulated, bucket)
);

-- Running totals, so that "how many are open now" is one read however long the history.
create table kpi_total (
  use_case_id uuid not null,
  measure text not null,
  part text not null,
  total bigint not null,
  primary key (use_case_id, measure, part)
);
