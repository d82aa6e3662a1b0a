/**
 * 1/(from+1) + … + 1/(from+steps), continued to real numbers by the digamma function: ψ(from+steps+1) − ψ(from+1).
 * Domain from ≥ 0, steps ≥ 0; absolute error below 1e-12.
 *
 * M. Abramowitz, I. Stegun, 6.3.5 (recurrence) and 6.3.18 (expansion).
 *
 * @example harmonicDifference(0, 3) // 1 + 1/2 + 1/3
 */
export function harmonicDifference(from: number, steps: number): number {
  return digamma(from + steps + 1) - digamma(from + 1);
}

/** Climbs until the expansion's first left-out term, 1/(12·x¹⁴)-like, is below 1e-14. Domain x ≥ 1. */
function digamma(x: number): number {
  let [place, below] = [x, 0];
  while (place < 12) {
    below += 1 / place;
    place += 1;
  }
  const s = 1 / (place * place);
  const tail = s * (1 / 12 - s * (1 / 120 - s * (1 / 252 - s * (1 / 240 - s * (1 / 132)))));
  return Math.log(place) - 1 / (2 * place) - tail - below;
}
