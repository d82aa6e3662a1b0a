import type { BodyOf } from '../../contract/endpoint.ts';
import type { createUseCase } from '../../contract/use-cases.ts';
import { cardFraudIntents } from './card-fraud-intents.ts';
import { metadataFields } from './metadata-fields.ts';
import { reasonCodes } from './reason-codes.ts';
import { writeGuideline } from './write-guideline.ts';

export type UseCaseDescription = Required<Omit<BodyOf<typeof createUseCase>, 'ownerId'>>;

/** The use case of the demo: which of the 77 intents is behind a customer's question. */
export function describeUseCase(intents: readonly string[]): UseCaseDescription {
  return {
    slug: 'banking-support-intents',
    name: 'Banking support intents',
    description:
      'Reads a customer question and says what it is about, so that it reaches the right team. ' +
      'Real questions and labels from Banking77 (PolyAI, CC BY 4.0); customers, amounts and simulated reviewers are made up.',
    riskClass: 'limited',
    outputKind: 'class',
    classes: intents.map((name) => ({ name, impact: impactOf.get(name) ?? 1 })),
    metadataFields: metadataFields.map((field) =>
      'values' in field ? { ...field, values: [...field.values] } : field,
    ),
    reasonCodes: [...reasonCodes],
    guideline: writeGuideline(),
    undoSeconds: 5,
    leaseSeconds: 120,
  };
}

/** What one wrong answer costs compared with sending a plain question to the wrong team. */
const impactOf: ReadonlyMap<string, number> = new Map([
  ...cardFraudIntents.map((intent) => [intent, 10] as const),
  // The customer's phone, card or money is gone or stuck.
  ...[
    'lost_or_stolen_phone',
    'card_swallowed',
    'transaction_charged_twice',
    'wrong_amount_of_cash_received',
    'transfer_not_received_by_recipient',
    'cancel_transfer',
  ].map((intent) => [intent, 4] as const),
  // The customer stands at a till or a machine, or waits for money.
  ...[
    'declined_card_payment',
    'declined_cash_withdrawal',
    'declined_transfer',
    'failed_transfer',
    'top_up_failed',
    'pin_blocked',
    'Refund_not_showing_up',
    'balance_not_updated_after_bank_transfer',
    'balance_not_updated_after_cheque_or_cash_deposit',
    'terminate_account',
  ].map((intent) => [intent, 2] as const),
]);
