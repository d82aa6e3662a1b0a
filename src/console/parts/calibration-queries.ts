import { queryOptions } from '@tanstack/react-query';
import { listCalibrationMaps } from '../../contract/calibration.ts';
import { client } from '../client.ts';

export function mapsQuery(useCaseId: string) {
  return queryOptions({
    queryKey: ['calibration', useCaseId, 'maps'],
    queryFn: () => client.call(listCalibrationMaps, { params: { useCaseId }, query: { limit: 100 } }),
  });
}
