import type { Actor } from '../../../core/access/actor.ts';

/** Who asked, as the tables keep it: a person or an API key. */
export function requesterOf(actor: Actor): { personId: string | null; apiKeyId: string | null } {
  if (actor.kind === 'person') return { personId: actor.personId, apiKeyId: null };
  if (actor.kind === 'service') return { personId: null, apiKeyId: actor.apiKeyId };
  throw new Error(`${actor.kind} asks for nothing of its own accord`);
}
