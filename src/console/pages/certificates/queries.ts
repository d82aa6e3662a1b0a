import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getCertificate, previewCertificate } from '../../../contract/certificates.ts';
import { client } from '../../client.ts';
import { type Question, targetErrors } from './question.ts';

export function previewQuery(useCaseId: string, question: Question) {
  return queryOptions({
    queryKey: ['certificates', useCaseId, 'preview', question],
    queryFn: () => client.call(previewCertificate, { params: { useCaseId }, body: question }),
    placeholderData: keepPreviousData,
  });
}

/** The strictest of the looser limits that can be certified, or null; asked one after the other, as one does by hand. */
export function looserQuery(useCaseId: string, question: Question) {
  return queryOptions({
    queryKey: ['certificates', useCaseId, 'looser', question],
    queryFn: async ({ signal }) => {
      for (const targetError of targetErrors.filter((target) => target > question.targetError)) {
        const body = { ...question, targetError };
        const answer = await client.call(previewCertificate, { params: { useCaseId }, body }, { signal });
        if (answer.outcome === 'certified') return { targetError, sentence: answer.sentence };
      }
      return null;
    },
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
