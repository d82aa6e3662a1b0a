import type { Static } from 'typebox';
import type { DecisionDetail } from '../../../contract/decisions.ts';

export type Detail = Static<typeof DecisionDetail>;
