import type { AnswerOf } from '../../contract/endpoint.ts';
import { type getPolicyVersion, listPolicyVersions } from '../../contract/policies.ts';
import type { Client } from '../../sdk/client.ts';

export type PolicyVersion = AnswerOf<typeof getPolicyVersion>;

/** Every version of a use case, newest first, read as far as somebody asks. */
export async function* versionsOf(client: Client, useCaseId: string): AsyncGenerator<PolicyVersion> {
  let cursor: string | null = null;
  do {
    const query = { limit: 50, ...(cursor ? { cursor } : {}) };
    const page: AnswerOf<typeof listPolicyVersions> = await client.call(listPolicyVersions, {
      params: { useCaseId },
      query,
    });
    yield* page.items;
    cursor = page.next;
  } while (cursor);
}

/** The version in force, or null before the first publication. */
export async function versionInForce(client: Client, useCaseId: string): Promise<PolicyVersion | null> {
  for await (const version of versionsOf(client, useCaseId))
    if (version.state === 'published') return version;
  return null;
}
