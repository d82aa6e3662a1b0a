// The standard normal distribution: mean 0, standard deviation 1.

/**
 * Coefficients of W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969), in
 * the form for the normal tail (Algorithm 715, ANORM); each pair is numerator and denominator, lowest power first.
 */
const centre = [
  [18154.98125334356, 1067.6894854603709, 161.02823106855587, 2.2352520354606837, 0.06568233791820745],
  [45507.78933502673, 10260.932208618979, 976.0985517377767, 47.202581904688245, 1],
] as const;
const middle = [
  [
    9842.714838383978, 11602.65143764735, 6848.190450536283, 2494.5375852903726, 597.2702763948002,
    93.50665613217785, 8.883149794388377, 0.39894151208813466, 1.0765576773720192e-8,
  ],
  [
    19685.429676859992, 38912.00328609327, 34900.95272114598, 18615.571640885097, 6485.558298266761,
    1519.3775994075547, 235.387901782625, 22.266688044328117, 1,
  ],
] as const;
const far = [
  [
    2.9112874951168793e-5, 0.0014216191932278934, 0.022235277870649807, 0.12740116116024736,
    0.215898534057957, 0.023073441764940174,
  ],
  [
    7.297515550839662e-5, 0.0037823963320275824, 0.06598813786892856, 0.4682382124808651, 1.284260096144911,
    1,
  ],
] as const;

/** Coefficients of M. J. Wichura, "Algorithm AS 241", Applied Statistics 37 (1988), PPND16; lowest power first. */
const quantileCentre = [
  [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
    67265.7709270087, 33430.57558358813, 2509.0809287301227,
  ],
  [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852546,
  ],
] as const;
const quantileMiddle = [
  [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
] as const;
const quantileFar = [
  [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
    1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
  ],
] as const;

/** Φ(z) = P(Z ≤ z). Relative error below 10⁻¹³ down to 10⁻³⁰⁰, at z = −37. NaN gives NaN. O(1). */
export function normalCdf(z: number): number {
  return z < 0 ? tail(-z) : 1 - tail(z);
}

/** P(Z > z) = Φ(−z); unlike 1 − Φ(z) it keeps its digits where it is small. See `normalCdf`. */
export function normalSf(z: number): number {
  return normalCdf(-z);
}

/** erfc(x) = 2/√π ∫ₓ^∞ exp(−t²) dt = 2 P(Z > x√2). Relative error below 10⁻¹³ down to 10⁻³⁰. */
export function erfc(x: number): number {
  return 2 * normalSf(x * Math.SQRT2);
}

/**
 * Φ⁻¹(p), the z with P(Z ≤ z) = p, for 0 < p < 1. Relative error below 10⁻¹⁵ times five, down to p = 10⁻³⁰⁰. 0 and 1
 * give −Infinity and Infinity, everything outside NaN. O(1).
 *
 * @example normalQuantile(0.975) // 1.95996398454005
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  const fromHalf = p - 0.5;
  if (Math.abs(fromHalf) <= 0.425) return fromHalf * ratio(quantileCentre, 0.180625 - fromHalf * fromHalf);
  const smaller = Math.min(p, 1 - p);
  if (smaller === 0) return p === 0 ? -Infinity : Infinity;
  const root = Math.sqrt(-Math.log(smaller));
  const size = root <= 5 ? ratio(quantileMiddle, root - 1.6) : ratio(quantileFar, root - 5);
  return fromHalf < 0 ? -size : size;
}

/** The density φ(z) = exp(−z²/2)/√(2π). */
export function normalDensity(z: number): number {
  return halfSquareExp(z) / Math.sqrt(2 * Math.PI);
}

/** P(Z > z) for z ≥ 0. */
function tail(z: number): number {
  if (Number.isNaN(z)) return Number.NaN;
  if (z <= 0.67448975) return 0.5 - z * ratio(centre, z * z);
  if (z <= Math.sqrt(32)) return halfSquareExp(z) * ratio(middle, z);
  if (z > 40) return 0;
  const square = 1 / (z * z);
  return (halfSquareExp(z) * (1 / Math.sqrt(2 * Math.PI) - square * ratio(far, square))) / z;
}

/** exp(−z²/2), the square in two parts: rounding it would cost z² units in the last place. */
function halfSquareExp(z: number): number {
  const coarse = Math.trunc(z * 16) / 16;
  return Math.exp(-0.5 * coarse * coarse) * Math.exp(-0.5 * (z - coarse) * (z + coarse));
}

function ratio([over, under]: readonly [readonly number[], readonly number[]], x: number): number {
  return polynomial(over, x) / polynomial(under, x);
}

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let index = coefficients.length - 1; index >= 0; index -= 1)
    sum = sum * x + (coefficients[index] ?? 0);
  return sum;
}
