import { infiniteQueryOptions } from '@tanstack/react-query';
import { listEntriesAbout } from '../../../contract/ledger.ts';
import { client } from '../../client.ts';

/** Entries about one thing, oldest first, a page at a time. */
export function entriesAboutQuery(subjectId: string) {
  return infiniteQueryOptions({
    queryKey: ['ledger', 'about', subjectId],
    queryFn: ({ pageParam }) =>
      client.call(listEntriesAbout, {
        params: { subjectId },
        query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
}
