export const reasonCodes = [
  { code: 'other-intent', label: 'Another intent fits' },
  { code: 'often-mixed-up', label: 'One of the pairs often mixed up' },
  { code: 'missed-money-at-risk', label: 'Money at risk was missed' },
  { code: 'no-money-at-risk', label: 'No money at risk after all' },
  { code: 'several-wishes', label: 'Several wishes in one question' },
  { code: 'unclear', label: 'The words leave it open' },
] as const;

export type ReasonCode = (typeof reasonCodes)[number]['code'];
