import { queryOptions } from '@tanstack/react-query';
import { listCertificates } from '../../contract/certificates.ts';
import { client } from '../client.ts';

export function certificatesQuery(useCaseId: string) {
  return queryOptions({
    queryKey: ['certificates', useCaseId],
    queryFn: () => client.call(listCertificates, { params: { useCaseId }, query: { limit: 100 } }),
  });
}
