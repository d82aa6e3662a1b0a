import type { Static } from 'typebox';
import type { LedgerStatus } from '../../../contract/ledger.ts';

export type Ledger = Static<typeof LedgerStatus>;
