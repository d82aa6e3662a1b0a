import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getCertificate, previewCertificate } from '../../../contract/certificates.ts';
import { client } from '../../client.ts';
import type { Question } from './question.ts';

export function previewQuery(useCaseId: string, question: Question) {
  return queryOptions({
    queryKey: ['certificates', useCaseId, 'preview', question],
    queryFn: () => client.call(previewCertificate, { params: { useCaseId }, body: question }),
    placeholderData: keepPreviousData,
  });
}

/** It comes into force with a policy, and its guard looks at every audited release. */
const askEveryMs = 5000;

export function certificateQuery(certificateId: string) {
  return queryOptions({
    queryKey: ['certificates', 'one', certificateId],
    queryFn: () => client.call(getCertificate, { params: { certificateId } }),
    refetchInterval: ({ state: { data } }) =>
      data?.state === 'issued' || data?.state === 'in-force' ? askEveryMs : false,
  });
}
