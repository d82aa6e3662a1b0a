import type { PersonRole } from './permissions.ts';

export type PersonState = {
  name: string;
  roles: readonly PersonRole[];
  qualifications: readonly string[];
  disabled: boolean;
};

/** Absent leaves. */
export type PersonChange = { [K in keyof PersonState]?: PersonState[K] };

/**
 * What a change makes of a person. Refused when nobody could administer afterwards: an installation without an
 * enabled administrator could only be opened again with access to the machine.
 */
export function changeOfPerson(
  person: PersonState,
  change: PersonChange,
  otherAdministrators: number,
):
  | { ok: true; next: PersonState; changed: readonly (keyof PersonState)[] }
  | { ok: false; because: 'last-administrator' } {
  const next: PersonState = {
    name: change.name ?? person.name,
    roles: change.roles ?? person.roles,
    qualifications: change.qualifications ?? person.qualifications,
    disabled: change.disabled ?? person.disabled,
  };
  if (administers(person) && !administers(next) && otherAdministrators === 0) {
    return { ok: false, because: 'last-administrator' };
  }
  const changed: (keyof PersonState)[] = [];
  if (next.name !== person.name) changed.push('name');
  if (!sameNames(next.roles, person.roles)) changed.push('roles');
  if (!sameNames(next.qualifications, person.qualifications)) changed.push('qualifications');
  if (next.disabled !== person.disabled) changed.push('disabled');
  return { ok: true, next, changed };
}

function administers(person: PersonState): boolean {
  return !person.disabled && person.roles.includes('admin');
}

function sameNames(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name) => right.includes(name));
}
