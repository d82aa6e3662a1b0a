/** Someone else may be spending the customer's money: an hour in the wrong queue costs more than any review. */
export const cardFraudIntents = [
  'card_payment_not_recognised',
  'cash_withdrawal_not_recognised',
  'compromised_card',
  'direct_debit_payment_not_recognised',
  'lost_or_stolen_card',
] as const;

/** What people must have learned before they judge one of them. */
export const cardFraudQualification = 'card-fraud';
