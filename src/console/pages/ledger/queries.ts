import { queryOptions } from '@tanstack/react-query';
import { getLedger, getReceipt, listEntriesAbout } from '../../../contract/ledger.ts';
import { client } from '../../client.ts';

export const ledgerQuery = queryOptions({ queryKey: ['ledger'], queryFn: () => client.call(getLedger) });

export function entriesAboutQuery(subjectId: string) {
  return queryOptions({
    queryKey: ['ledger', 'about', subjectId],
    queryFn: () => client.call(listEntriesAbout, { params: { subjectId } }),
  });
}

export function receiptQuery(entryId: string) {
  return queryOptions({
    queryKey: ['ledger', 'receipt', entryId],
    queryFn: () => client.call(getReceipt, { params: { entryId } }),
    retry: false,
  });
}
