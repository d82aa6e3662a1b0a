import type { AnswerOf } from '../contract/endpoint.ts';
import { getUseCase, listUseCases } from '../contract/use-cases.ts';
import type { Client } from '../sdk/client.ts';
import { Failure } from './terminal.ts';

type UseCase = AnswerOf<typeof getUseCase>;

/** A use case by its slug or id. */
export async function findUseCase(client: Client, slugOrId: string): Promise<UseCase> {
  if (/^[0-9a-f]{8}-/i.test(slugOrId)) return client.call(getUseCase, { params: { useCaseId: slugOrId } });
  let cursor: string | undefined;
  do {
    const page = await client.call(listUseCases, { query: { limit: 200, ...(cursor ? { cursor } : {}) } });
    const found = page.items.find(({ slug }) => slug === slugOrId);
    if (found) return found;
    cursor = page.next ?? undefined;
  } while (cursor);
  throw new Failure(`There is no use case "${slugOrId}". See: steerhouse use-cases list`);
}
