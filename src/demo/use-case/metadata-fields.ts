import type { MetadataField } from '../../core/use-cases/use-case.ts';

export const channels = ['app', 'web', 'phone'] as const;
export const customerTiers = ['standard', 'plus', 'premium'] as const;
export const countries = ['GB', 'IE', 'FR', 'DE', 'ES', 'PL', 'LT', 'NL'] as const;

/** What rules and slices of the demo may look at. */
export const metadataFields = [
  { name: 'channel', type: 'string', required: true, values: channels },
  { name: 'customerTier', type: 'string', required: true, values: customerTiers },
  { name: 'country', type: 'string', required: true, values: countries },
  { name: 'amountEur', type: 'number', required: false },
] as const satisfies readonly MetadataField[];
