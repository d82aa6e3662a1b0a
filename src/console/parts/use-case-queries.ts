import { queryOptions } from '@tanstack/react-query';
import { listModelVersions } from '../../contract/models.ts';
import { getUseCase, listUseCases } from '../../contract/use-cases.ts';
import { client } from '../client.ts';

// The largest page the API gives; more use cases than that need a search, which is a later word.
const limit = 200;

export const allUseCasesQuery = queryOptions({
  queryKey: ['use-cases'],
  queryFn: () => client.call(listUseCases, { query: { limit } }),
});

export function oneUseCaseQuery(useCaseId: string) {
  return queryOptions({
    queryKey: ['use-cases', useCaseId],
    queryFn: () => client.call(getUseCase, { params: { useCaseId } }),
  });
}

export function modelVersionsQuery(useCaseId: string) {
  return queryOptions({
    queryKey: ['use-cases', useCaseId, 'models'],
    queryFn: () => client.call(listModelVersions, { params: { useCaseId }, query: { limit } }),
  });
}
