-- The way of a policy version from draft to publication: submitted, approved by another person or returned, gone back to.

alter table policy_version
  drop constraint policy_version_state_check,
  add constraint policy_version_state_check
    check (state in ('draft', 'submitted', 'approved', 'published', 'superseded', 'discarded')),
  -- Whoever writes is a person or an API key; approving, returning and publishing are for people.
  alter column created_by drop not null,
  add column created_by_key uuid references api_key,
  add column changed_by uuid references person,
  add column changed_by_key uuid references api_key,
  add column submitted_by uuid references person,
  add column submitted_by_key uuid references api_key,
  add column submitted_at timestamptz,
  add column approved_by uuid references person,
  add column approved_at timestamptz,
  -- The latest return to draft, until it is submitted again.
  add column returned_by uuid references person,
  add column returned_at timestamptz,
  add column returned_because text check (length(returned_because) between 1 and 2000),
  -- The version whose document it put in force again.
  add column rolled_back_to uuid references policy_version,
  -- Everybody who had a hand in it, with the makers of the API keys that had: none of them may approve it.
  add column writers uuid[] not null default '{}';

update policy_version
set changed_by = created_by, writers = array[created_by];

alter table policy_version
  alter column writers drop default,
  add constraint policy_version_author check (num_nonnulls(created_by, created_by_key) = 1),
  add constraint policy_version_changer check (num_nonnulls(changed_by, changed_by_key) = 1),
  add constraint policy_version_submitter
    check (num_nonnulls(submitted_by, submitted_by_key) = num_nonnulls(submitted_at)),
  add constraint policy_version_approver check (num_nonnulls(approved_by, approved_at) in (0, 2)),
  add constraint policy_version_returner check (num_nonnulls(returned_by, returned_at, returned_because) in (0, 3)),
  add constraint policy_version_submitted check (state <> 'submitted' or submitted_at is not null),
  add constraint policy_version_approved check (state <> 'approved' or approved_at is not null),
  add constraint policy_version_four_eyes check (approved_by is null or approved_by <> all (writers));

-- A lower risk class than `high` is asked for by one person and confirmed by another: the risk class is what makes a policy
-- need two people, so one person must not be able to take it away.
alter table use_case
  add column lower_risk_to text check (lower_risk_to in ('minimal', 'limited')),
  add column lower_risk_asked_by uuid references person,
  add column lower_risk_asked_at timestamptz,
  add constraint use_case_lower_risk check (num_nonnulls(lower_risk_to, lower_risk_asked_by, lower_risk_asked_at) in (0, 3)),
  add constraint use_case_lower_risk_of_high check (lower_risk_to is null or risk_class = 'high');
