import type { Actor } from '../../core/access/actor.ts';

/** People and API keys write here; which of the two columns it goes into. */
export function writerOf(actor: Actor): { personId: string | null; apiKeyId: string | null } {
  return {
    personId: actor.kind === 'person' ? actor.personId : null,
    apiKeyId: actor.kind === 'service' ? actor.apiKeyId : null,
  };
}
