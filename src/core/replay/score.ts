/** What a threshold may be set on. */
export const scores = ['confidence', 'calibrated', 'expectedImpact'] as const;
export type Score = (typeof scores)[number];
