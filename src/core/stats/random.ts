// Repeatable chance: the same seed gives the same draws, on every machine and in every version of Node.
import { logBinomialPmf } from './binomial.ts';
import { normalQuantile } from './normal.ts';
import { philox, type Words } from './philox.ts';
import { logPoissonPmf } from './poisson.ts';

export type Random = {
  /** Uniform in [0, 1), all 53 bits. */
  uniform(): number;
  /** Standard normal; one uniform each. */
  normal(): number;
  /** A whole number of 0..below − 1, each equally likely; `below` of 1..2^53. */
  integer(below: number): number;
  /** How many of n trials hit that hit with probability p. */
  binomial(n: number, p: number): number;
  /** How many events come where `mean` are expected. */
  poisson(mean: number): number;
  /** Another stream, independent of this one. Which one depends on the splits before, not on the draws before. */
  split(): Random;
};

/**
 * A seeded source of chance for resampling, simulations and ties; not for secrets.
 *
 * Counter-based (Philox), so `split` gives streams that cannot overlap by accident: work that is divided anew draws the
 * same numbers. Seeds are taken modulo 2^64; numbers must be whole. Impossible arguments throw, for they are mistakes of the
 * program. A uniform takes about 0.05 µs.
 *
 * @example
 * const random = openRandom(7);
 * random.uniform(); // always the same number of [0, 1)
 */
export function openRandom(seed: number | bigint): Random {
  const bits = BigInt.asUintN(64, BigInt(seed));
  return fromKey([Number(bits & 0xffffffffn), Number(bits >> 32n)]);
}

/** The last word of the counter tells draws and splits apart. */
const drawing = 0;
const splitting = 1;

function fromKey(key: readonly [number, number]): Random {
  let drawn = 0;
  let splits = 0;
  let spare: Words | null = null;

  function uniform(): number {
    if (spare) {
      const [, , c, d] = spare;
      spare = null;
      return toUniform(c, d);
    }
    spare = philox(counter(drawn, drawing), key);
    drawn += 1;
    return toUniform(spare[0], spare[1]);
  }

  return {
    uniform,
    // Half a step up, so that 0, whose quantile is not finite, is never asked for.
    normal: () => normalQuantile(uniform() + 2 ** -54),
    integer: (below) => integer(uniform, below),
    binomial: (n, p) => binomial(uniform, n, p),
    poisson: (mean) => poisson(uniform, mean),
    split() {
      const [k0, k1] = philox(counter(splits, splitting), key);
      splits += 1;
      return fromKey([k0, k1]);
    },
  };
}

function counter(index: number, purpose: number): Words {
  return [index >>> 0, Math.floor(index / 2 ** 32), 0, purpose];
}

function toUniform(high: number, low: number): number {
  return ((high >>> 5) * 67_108_864 + (low >>> 6)) / 2 ** 53;
}

type Uniform = () => number;

/** Rejects the incomplete last round of remainders, so that no number is likelier than another. */
function integer(uniform: Uniform, below: number): number {
  if (!Number.isSafeInteger(below - 1) || below < 1)
    throw new RangeError(`No whole number is below ${below}.`);
  const whole = 2 ** 53 - (2 ** 53 % below);
  for (;;) {
    const draw = uniform() * 2 ** 53;
    if (draw < whole) return draw % below;
  }
}

function binomial(uniform: Uniform, n: number, p: number): number {
  if (!Number.isSafeInteger(n) || n < 0 || !(p >= 0 && p <= 1))
    throw new RangeError(`No binomial of ${n} and ${p}.`);
  if (p > 0.5) return n - binomial(uniform, n, 1 - p);
  if (n * p < 10) return smallBinomial(uniform, n, p);
  const spread = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * spread;
  const mode = logBinomialPmf(Math.floor((n + 1) * p), n, p);
  return transformed(uniform, {
    a: -0.0873 + 0.0248 * b + 0.01 * p,
    b,
    centre: n * p + 0.5,
    quick: 0.92 - 4.2 / b,
    scale: (2.83 + 5.1 / b) * spread,
    logMass: (k) => logBinomialPmf(k, n, p) - mode,
  });
}

/** Walks up from 0 until the probabilities passed add up to the draw: about n·p steps. */
function smallBinomial(uniform: Uniform, n: number, p: number): number {
  let mass = Math.exp(n * Math.log1p(-p));
  let rest = uniform();
  for (let k = 0; k < n; k += 1) {
    if (rest < mass) return k;
    rest -= mass;
    mass *= ((n - k) * p) / ((k + 1) * (1 - p));
  }
  return n;
}

function poisson(uniform: Uniform, mean: number): number {
  if (!(mean >= 0) || mean === Infinity) throw new RangeError(`No Poisson of mean ${mean}.`);
  if (mean < 10) return smallPoisson(uniform, mean);
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  return transformed(uniform, {
    a: -0.059 + 0.02483 * b,
    b,
    centre: mean + 0.43,
    quick: 0.9277 - 3.6224 / (b - 2),
    scale: 1.1239 + 1.1328 / (b - 3.4),
    logMass: (k) => logPoissonPmf(k, mean),
  });
}

/** As for few trials; the probabilities vanish long before 1000, where rounding leaves a rest of 10⁻¹⁶. */
function smallPoisson(uniform: Uniform, mean: number): number {
  let mass = Math.exp(-mean);
  let rest = uniform();
  for (let k = 0; k < 1000; k += 1) {
    if (rest < mass) return k;
    rest -= mass;
    mass *= mean / (k + 1);
  }
  return 1000;
}

/** The hat that the transformed uniforms make, and the mass below it; letters as in the paper. */
type Hat = {
  readonly a: number;
  readonly b: number;
  readonly centre: number;
  /** Below this height everything within the middle is accepted without looking at the mass. */
  readonly quick: number;
  readonly scale: number;
  readonly logMass: (k: number) => number;
};

/**
 * Transformed rejection with squeeze: BTRS for the binomial, PTRS for the Poisson; about 1.2 rounds per draw.
 *
 * W. Hörmann, "The generation of binomial random variates", J. Stat. Comput. Simul. 46 (1993), and "The transformed
 * rejection method for generating Poisson random variables", Insurance: Math. and Econ. 12 (1993).
 */
function transformed(uniform: Uniform, { a, b, centre, quick, scale, logMass }: Hat): number {
  for (;;) {
    const across = uniform() - 0.5;
    const height = uniform();
    const edge = 0.5 - Math.abs(across);
    const k = Math.floor(((2 * a) / edge + b) * across + centre);
    if (edge >= 0.07 && height <= quick) return k;
    if (!(k >= 0) || (edge < 0.013 && height > edge)) continue;
    if (Math.log((height * scale) / (a / (edge * edge) + b)) <= logMass(k)) return k;
  }
}
