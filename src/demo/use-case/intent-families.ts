/**
 * Every intent in one family of intents that a tired reader takes for each other. Put together by hand from the wording of
 * the seed rows; people slip inside a family, and questions of the money families come with an amount.
 */
export const intentFamilies = [
  {
    name: 'Card on its way',
    money: false,
    intents: [
      'card_arrival',
      'card_delivery_estimate',
      'order_physical_card',
      'getting_spare_card',
      'card_about_to_expire',
      'activate_my_card',
      'card_linking',
    ],
  },
  {
    name: 'Card does not work',
    money: false,
    intents: [
      'card_not_working',
      'contactless_not_working',
      'virtual_card_not_working',
      'card_swallowed',
      'apple_pay_or_google_pay',
      'atm_support',
    ],
  },
  {
    name: 'Virtual cards',
    money: false,
    intents: ['getting_virtual_card', 'get_disposable_virtual_card', 'disposable_card_limits'],
  },
  {
    name: 'Cards in general',
    money: false,
    intents: ['card_acceptance', 'supported_cards_and_currencies', 'visa_or_mastercard', 'country_support'],
  },
  {
    name: 'Codes',
    money: false,
    intents: ['get_physical_card', 'change_pin', 'pin_blocked', 'passcode_forgotten'],
  },
  {
    name: 'Lost, stolen, abused',
    money: false,
    intents: ['lost_or_stolen_card', 'compromised_card', 'lost_or_stolen_phone'],
  },
  {
    name: 'Not recognised',
    money: true,
    intents: [
      'card_payment_not_recognised',
      'direct_debit_payment_not_recognised',
      'cash_withdrawal_not_recognised',
      'extra_charge_on_statement',
      'transaction_charged_twice',
    ],
  },
  {
    name: 'Identity and account',
    money: false,
    intents: [
      'verify_my_identity',
      'why_verify_identity',
      'unable_to_verify_identity',
      'verify_source_of_funds',
      'edit_personal_details',
      'terminate_account',
      'age_limit',
    ],
  },
  {
    name: 'Payment by card',
    money: true,
    intents: [
      'declined_card_payment',
      'pending_card_payment',
      'reverted_card_payment?',
      'card_payment_fee_charged',
      'card_payment_wrong_exchange_rate',
    ],
  },
  {
    name: 'Refund',
    money: true,
    intents: ['request_refund', 'Refund_not_showing_up'],
  },
  {
    name: 'Cash',
    money: true,
    intents: [
      'declined_cash_withdrawal',
      'pending_cash_withdrawal',
      'wrong_amount_of_cash_received',
      'cash_withdrawal_charge',
      'wrong_exchange_rate_for_cash_withdrawal',
    ],
  },
  {
    name: 'Exchange',
    money: true,
    intents: ['exchange_rate', 'exchange_via_app', 'exchange_charge', 'fiat_currency_support'],
  },
  {
    name: 'Transfer',
    money: true,
    intents: [
      'pending_transfer',
      'failed_transfer',
      'declined_transfer',
      'cancel_transfer',
      'transfer_timing',
      'transfer_fee_charged',
      'transfer_not_received_by_recipient',
      'beneficiary_not_allowed',
      'transfer_into_account',
      'receiving_money',
      'balance_not_updated_after_bank_transfer',
    ],
  },
  {
    name: 'Top-up',
    money: true,
    intents: [
      'pending_top_up',
      'top_up_failed',
      'top_up_reverted',
      'verify_top_up',
      'topping_up_by_card',
      'automatic_top_up',
      'top_up_limits',
      'top_up_by_card_charge',
      'top_up_by_bank_transfer_charge',
      'top_up_by_cash_or_cheque',
      'balance_not_updated_after_cheque_or_cash_deposit',
    ],
  },
] as const;
