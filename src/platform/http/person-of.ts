import type { Actor, Person } from '../../core/access/actor.ts';
import { Refusal } from '../refusal.ts';

/** For commands that only people may give, whatever scopes a key claims to have. */
export function personOf(actor: Actor): Person {
  if (actor.kind === 'person') return actor;
  throw new Refusal('forbidden', 'permission.people-only', 'Only a person with a session may do this.');
}
