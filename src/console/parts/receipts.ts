import { queryOptions } from '@tanstack/react-query';
import { getLedger, getReceipt } from '../../contract/ledger.ts';
import { client } from '../client.ts';

export const ledgerQuery = queryOptions({ queryKey: ['ledger'], queryFn: () => client.call(getLedger) });

export function receiptQuery(entryId: string) {
  return queryOptions({
    queryKey: ['ledger', 'receipt', entryId],
    queryFn: () => client.call(getReceipt, { params: { entryId } }),
    retry: false,
  });
}
