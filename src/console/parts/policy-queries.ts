import { queryOptions } from '@tanstack/react-query';
import { getPolicyVersion, listPolicyVersions } from '../../contract/policies.ts';
import { client } from '../client.ts';

export function policyVersionsQuery(useCaseId: string) {
  return queryOptions({
    queryKey: ['policies', 'of', useCaseId],
    queryFn: () => client.call(listPolicyVersions, { params: { useCaseId }, query: { limit: 100 } }),
  });
}

export function policyVersionQuery(policyVersionId: string) {
  return queryOptions({
    queryKey: ['policies', 'one', policyVersionId],
    queryFn: () => client.call(getPolicyVersion, { params: { policyVersionId } }),
  });
}
