const halfLogTwoPi = 0.9189385332046728;

/** Coefficients of ln Γ(2 + z) = Σ cₖ zᵏ: c₁ = 1 − γ, then (−1)ᵏ (ζ(k) − 1)/k. At |z| ≤ ½ the 29th is below 10⁻²⁰. */
const aroundTwo = [
  0.42278433509846713, 0.3224670334241132, -0.0673523010531981, 0.020580808427784546, -0.007385551028673986,
  0.0028905103307415234, -0.001192753911703261, 0.0005096695247430425, -0.00022315475845357939,
  9.945751278180853e-5, -4.492623673813314e-5, 2.050721277567069e-5, -9.439488275268397e-6,
  4.374866789907488e-6, -2.039215753801366e-6, 9.55141213040742e-7, -4.492469198764566e-7,
  2.1207184805554665e-7, -1.0043224823968099e-7, 4.7698101693639804e-8, -2.2711094608943164e-8,
  1.0838659214896955e-8, -5.183475041970047e-9, 2.4836745438024785e-9, -1.1921401405860912e-9,
  5.731367241678862e-10, -2.7595228851242334e-10, 1.330476437424449e-10, -6.4229645638381e-11,
];

/** B₂ₖ/(2k(2k−1)) of Stirling's series; from 10 on, eight of them leave less than 10⁻¹⁷. */
const stirling = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360_360,
  1 / 156,
  -3617 / 122_400,
] as const;

/**
 * ln Γ(x), the natural logarithm of the gamma function, for x > 0; Γ(n + 1) = n!.
 *
 * Three pieces: Stirling's series from 10 on, the Taylor series around 2 near 1 and 2 (where ln Γ has its zeros and a
 * difference of large numbers would lose them), and the recurrence Γ(x + 1) = x Γ(x) between. Relative error below
 * 10⁻¹⁴. 0 gives Infinity; negative and non-finite x give NaN (Infinity gives Infinity). O(1).
 *
 * NIST Digital Library of Mathematical Functions, 5.7.3 and 5.11.1.
 *
 * @example logGamma(5) // ln 24 = 3.178053830347946
 */
export function logGamma(x: number): number {
  if (!(x >= 0)) return Number.NaN;
  if (x === 0 || x === Infinity) return Infinity;
  if (x >= 10) return (x - 0.5) * Math.log(x) - x + halfLogTwoPi + stirlingSeries(x);
  if (x < 0.5) return taylor(x) - Math.log1p(x) - Math.log(x);
  if (x < 1.5) return taylor(x - 1) - Math.log1p(x - 1);
  let rest = x;
  let product = 1;
  while (rest >= 2.5) {
    rest -= 1;
    product *= rest;
  }
  return Math.log(product) + taylor(rest - 2);
}

/**
 * What Stirling's formula leaves: δ(x) = ln Γ(x) − (x − ½) ln x + x − ½ ln 2π, for x > 0; about 1/(12x).
 *
 * Probabilities are made of it instead of ln Γ: the large terms, which would cancel and take ten digits with them at
 * shapes of a million, are cancelled by algebra (Loader 2000). Absolute error below 10⁻¹⁴.
 */
export function stirlingError(x: number): number {
  if (x >= 10) return stirlingSeries(x);
  return logGamma(x) - (x - 0.5) * Math.log(x) + x - halfLogTwoPi;
}

/**
 * ln B(a, b) of the beta function B(a, b) = Γ(a) Γ(b)/Γ(a + b), for a, b > 0; NaN elsewhere. Absolute error below
 * 10⁻¹⁴ or relative error below 10⁻¹⁴, whichever is larger. O(1).
 *
 * @example logBeta(2, 3) // ln 1/12 = −2.484906649788
 */
export function logBeta(a: number, b: number): number {
  if (!(a > 0) || !(b > 0) || a === Infinity || b === Infinity) return Number.NaN;
  const [small, large] = a < b ? [a, b] : [b, a];
  if (large < 10) return logGamma(small) + logGamma(large) - logGamma(a + b);
  const errors = stirlingError(small) + stirlingError(large) - stirlingError(a + b);
  const ofSmall = (small - 0.5) * Math.log(small / (a + b));
  return errors + ofSmall - large * Math.log1p(small / large) + halfLogTwoPi - 0.5 * Math.log(large);
}

/**
 * ln of n over k, the number of ways to choose k out of n, for 0 ≤ k ≤ n; NaN elsewhere. Absolute error below 10⁻¹³
 * or relative error below 10⁻¹⁴, whichever is larger. O(1).
 *
 * @example logChoose(5, 2) // ln 10 = 2.302585092994
 */
export function logChoose(n: number, k: number): number {
  if (!(k >= 0) || !(k <= n)) return Number.NaN;
  if (k === 0 || k === n) return 0;
  return -Math.log(n + 1) - logBeta(k + 1, n - k + 1);
}

function stirlingSeries(x: number): number {
  const square = 1 / (x * x);
  let sum = 0;
  for (let index = stirling.length - 1; index >= 0; index -= 1) sum = sum * square + (stirling[index] ?? 0);
  return sum / x;
}

/** ln Γ(2 + z) for |z| ≤ ½. */
function taylor(z: number): number {
  let sum = 0;
  for (let index = aroundTwo.length - 1; index >= 0; index -= 1) sum = (sum + (aroundTwo[index] ?? 0)) * z;
  return sum;
}
