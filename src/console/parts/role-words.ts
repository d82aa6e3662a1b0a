import type { PersonRole } from '../../core/access/permissions.ts';

/** Roles as people read them. */
export const roleWords: Readonly<Record<PersonRole, { name: string; about: string }>> = {
  admin: {
    name: 'Administrator',
    about: 'People, API keys, use cases; sees no inputs or outputs and judges nothing',
  },
  'policy-owner': { name: 'Policy owner', about: 'Writes and publishes policies, registers models' },
  reviewer: { name: 'Reviewer', about: 'Judges what waits for a person' },
  expert: { name: 'Expert', about: 'Judges what others could not decide, too' },
  auditor: { name: 'Auditor', about: 'Sees everything but inputs and outputs, changes nothing' },
};

export function namesOf(roles: readonly PersonRole[]): string {
  return roles.map((role) => roleWords[role].name).join(', ');
}
