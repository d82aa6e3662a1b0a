// Who may do what: one table. Every endpoint names one permission; roles are bundles of them.

export const personRoles = ['admin', 'policy-owner', 'reviewer', 'expert', 'auditor'] as const;
export type PersonRole = (typeof personRoles)[number];

/** `service` is the role of API keys; a key's scopes narrow it further. */
export type Role = PersonRole | 'service';

export const permissions = [
  'overview:read',
  'use-cases:read',
  'use-cases:write',
  'models:write',
  'policies:read',
  'policies:write',
  'policies:publish',
  'policies:approve',
  'standing-approvals:write',
  'replays:run',
  'calibration:write',
  'certificates:write',
  'decisions:submit',
  'decisions:read',
  'outcomes:read',
  'payloads:read',
  'hidden:read',
  'tasks:read',
  'tasks:judge',
  'tasks:judge-expert',
  'ledger:read',
  'people:read',
  'people:write',
  'api-keys:read',
  'api-keys:write',
] as const;
export type Permission = (typeof permissions)[number];

/** What each role may do. The absence of `tasks:judge` from `service` is a law: a machine never submits a verdict. */
export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
  admin: [
    'overview:read',
    'use-cases:read',
    'use-cases:write',
    'models:write',
    'policies:read',
    'decisions:read',
    'hidden:read',
    'ledger:read',
    'people:read',
    'people:write',
    'api-keys:read',
    'api-keys:write',
  ],
  'policy-owner': [
    'overview:read',
    'use-cases:read',
    'use-cases:write',
    'models:write',
    'policies:read',
    'policies:write',
    'policies:publish',
    'policies:approve',
    'standing-approvals:write',
    'replays:run',
    'calibration:write',
    'certificates:write',
    'decisions:read',
    'payloads:read',
    'hidden:read',
    'outcomes:read',
    'tasks:read',
    'ledger:read',
  ],
  reviewer: [
    'overview:read',
    'use-cases:read',
    'decisions:read',
    'payloads:read',
    'tasks:read',
    'tasks:judge',
    'ledger:read',
  ],
  expert: [
    'overview:read',
    'use-cases:read',
    'decisions:read',
    'payloads:read',
    'tasks:read',
    'tasks:judge',
    'tasks:judge-expert',
    'ledger:read',
  ],
  auditor: [
    'overview:read',
    'use-cases:read',
    'policies:read',
    'decisions:read',
    'hidden:read',
    'tasks:read',
    'ledger:read',
    'people:read',
    'api-keys:read',
  ],
  service: [
    'decisions:submit',
    'decisions:read',
    'outcomes:read',
    'use-cases:read',
    'models:write',
    'policies:read',
    'policies:write',
    'replays:run',
    'calibration:write',
  ],
};

/** Scopes an API key may be given: what the service role may do, nothing more. */
export const serviceScopes = rolePermissions.service;

/** Everything a set of roles may do together. */
export function permissionsOf(roles: readonly Role[]): ReadonlySet<Permission> {
  return new Set(roles.flatMap((role) => rolePermissions[role]));
}
