import { queryOptions } from '@tanstack/react-query';
import { getOverview, streamOverview } from '../../../contract/overview.ts';
import { urlOf } from '../../../sdk/client.ts';
import { client } from '../../client.ts';

export type OverviewSearch = { useCaseId: string | undefined; windowMinutes: number | undefined };

export function overviewQuery(search: OverviewSearch) {
  return queryOptions({
    queryKey: ['overview', search],
    queryFn: () => client.call(getOverview, { query: given(search) }),
  });
}

/** Where the live overview streams from. */
export function overviewStream(search: OverviewSearch): string {
  return urlOf('', streamOverview, { query: given(search) });
}

function given({ useCaseId, windowMinutes = 60 }: OverviewSearch) {
  return { ...(useCaseId ? { useCaseId } : {}), windowMinutes };
}
