import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getReliability } from '../../../contract/calibration.ts';
import { listValidationSets } from '../../../contract/validation-sets.ts';
import { client } from '../../client.ts';
import type { Looking } from './looking.ts';

export function reliabilityQuery(useCaseId: string, looking: Looking) {
  return queryOptions({
    queryKey: ['calibration', useCaseId, 'reliability', looking],
    queryFn: () => client.call(getReliability, { params: { useCaseId }, query: looking }),
    placeholderData: keepPreviousData,
  });
}

export function validationSetsQuery(useCaseId: string) {
  return queryOptions({
    queryKey: ['calibration', useCaseId, 'validation-sets'],
    queryFn: () => client.call(listValidationSets, { params: { useCaseId }, query: { limit: 100 } }),
  });
}
