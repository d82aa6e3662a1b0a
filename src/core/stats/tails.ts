/** The probabilities on both sides of a value; the smaller one carries the digits. */
export type Tails = { readonly lower: number; readonly upper: number };

/** Both tails from their logarithms: the smaller as it is, the larger as the rest to 1. */
export function tailsOf({ lower, upper }: Tails): Tails {
  if (lower < upper) return { lower: Math.exp(lower), upper: -Math.expm1(lower) };
  return { lower: -Math.expm1(upper), upper: Math.exp(upper) };
}

/** ln(1 − eᵛ) for v ≤ 0; each form where it keeps its digits (M. Mächler, "Accurately computing log(1 − exp(−|a|))", 2012). */
export function logRest(value: number): number {
  return value > -Math.LN2 ? Math.log(-Math.expm1(value)) : Math.log1p(-Math.exp(value));
}
