/** Pairs that even careful people mix up, with the question that tells them apart. They are the body of the guideline. */
export const confusableIntents = [
  {
    pair: ['card_arrival', 'card_delivery_estimate'],
    tell: 'Is the card already on its way (arrival), or does the customer ask how long it takes (estimate)?',
  },
  {
    pair: ['pending_transfer', 'transfer_not_received_by_recipient'],
    tell: 'Does the app still show it as pending, or is it done and the other person has nothing?',
  },
  {
    pair: ['top_up_failed', 'top_up_reverted'],
    tell: 'Did the money never arrive, or was it there and then went back?',
  },
  {
    pair: ['get_disposable_virtual_card', 'getting_virtual_card'],
    tell: 'Only when "disposable" or "one time" is meant is it the disposable card.',
  },
  {
    pair: ['verify_my_identity', 'why_verify_identity'],
    tell: '"How do I" against "why must I".',
  },
  {
    pair: ['card_payment_not_recognised', 'compromised_card'],
    tell: 'One payment that looks wrong, or a card that somebody else has in use?',
  },
  {
    pair: ['card_payment_not_recognised', 'direct_debit_payment_not_recognised'],
    tell: 'A direct debit is collected by a company; the word must be there or clearly meant.',
  },
  {
    pair: ['card_payment_wrong_exchange_rate', 'wrong_exchange_rate_for_cash_withdrawal'],
    tell: 'Paid in a shop, or drawn at a cash machine?',
  },
  {
    pair: ['declined_transfer', 'failed_transfer'],
    tell: '"Declined" and "rejected" are declined; "did not go through" is failed.',
  },
  {
    pair: ['request_refund', 'Refund_not_showing_up'],
    tell: 'Does the customer want a refund, or was one promised and is missing?',
  },
  {
    pair: ['exchange_charge', 'exchange_rate'],
    tell: 'What it costs to exchange, or what the rate is?',
  },
  {
    pair: ['cash_withdrawal_charge', 'card_payment_fee_charged'],
    tell: 'A fee for cash, or a fee for paying?',
  },
] as const;
