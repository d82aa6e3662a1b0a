import type { Permission, PersonRole } from './permissions.ts';
import { permissionsOf } from './permissions.ts';

/** Who is calling. `system` is one of our own duties (a timer, a reaction) and never comes from a request. */
export type Actor =
  | { kind: 'anonymous' }
  | {
      kind: 'person';
      personId: string;
      sessionId: string;
      name: string;
      roles: readonly PersonRole[];
      /** What the person may judge beyond what the roles say; policies ask for them by name. */
      qualifications: readonly string[];
      simulated: boolean;
    }
  | { kind: 'service'; apiKeyId: string; name: string; scopes: readonly Permission[] }
  | { kind: 'system'; duty: string };

export type Person = Extract<Actor, { kind: 'person' }>;

const servicePermissions = permissionsOf(['service']);

/** May this actor do this? Scopes narrow the service role and can never widen it. */
export function may(actor: Actor, permission: Permission): boolean {
  switch (actor.kind) {
    case 'anonymous':
      return false;
    case 'person':
      return permissionsOf(actor.roles).has(permission);
    case 'service':
      return servicePermissions.has(permission) && actor.scopes.includes(permission);
    case 'system':
      return true;
    default:
      return actor satisfies never;
  }
}
