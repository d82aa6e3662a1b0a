// Intents whose mistakes cost ten times as much as the others', chosen by their names before any result was seen.

export const dearImpact = 10;

/** Banking77, 17 of 77: somebody else spends the customer's money, or the customer's money is gone or stuck. */
export const dearBanking77 = [
  'card_payment_not_recognised',
  'cash_withdrawal_not_recognised',
  'compromised_card',
  'direct_debit_payment_not_recognised',
  'lost_or_stolen_card',
  'lost_or_stolen_phone',
  'card_swallowed',
  'extra_charge_on_statement',
  'transaction_charged_twice',
  'wrong_amount_of_cash_received',
  'transfer_not_received_by_recipient',
  'cancel_transfer',
  'balance_not_updated_after_bank_transfer',
  'balance_not_updated_after_cheque_or_cash_deposit',
  'Refund_not_showing_up',
  'reverted_card_payment?',
  'top_up_reverted',
] as const;

/** CLINC150, 20 of 150: the same of an assistant that also travels and drives. */
export const dearClinc150 = [
  'account_blocked',
  'bill_due',
  'card_declined',
  'damaged_card',
  'direct_deposit',
  'freeze_account',
  'pay_bill',
  'pin_change',
  'report_fraud',
  'report_lost_card',
  'routing',
  'transactions',
  'transfer',
  'find_phone',
  'jump_start',
  'tire_pressure',
  'lost_luggage',
  'travel_alert',
  'vaccines',
  'insurance_change',
] as const;
