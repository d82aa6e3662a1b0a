import type { Levels } from '../observations/levels.ts';

/** Keeps the curvature from vanishing; moves a coefficient by about a millionth of itself. */
const ridge = 1e-6;
const mostSteps = 100;

/**
 * Weighted logistic regression of being right on features of confidence, by Newton's method with halved steps: the
 * coefficients of the features, then the intercept. Null when it does not settle, as for separable labels.
 *
 * Least mean log-loss plus ½·10⁻⁶·Σ(coefficient²), the intercept left free. Features are columns, one entry per level.
 * Convex, so the start does not matter; about 7 steps of two passes each, 1 ms per 20,000 levels and pass.
 */
export function fitLogistic(levels: Levels, features: readonly Float64Array[]): number[] | null {
  const rows = rowsOf(levels, features);
  let at = new Float64Array(rows.width);
  let loss = lossAt(rows, at);
  for (let count = 0; count < mostSteps; count += 1) {
    const step = newtonStep(rows, at);
    if (step === null || !step.move.every(Number.isFinite)) return null;
    // `decrease` is what the step can still save. Steps this small converge quadratically, and the loss is too rough to
    // judge them: one more is the last.
    if (step.decrease < 1e-12) return [...moved(at, step.move, 1)];
    let scale = 1;
    let next = moved(at, step.move, scale);
    let nextLoss = lossAt(rows, next);
    while (!(nextLoss < loss) && scale > 1e-6) {
      scale /= 2;
      next = moved(at, step.move, scale);
      nextLoss = lossAt(rows, next);
    }
    if (!(nextLoss < loss)) return null;
    at = next;
    loss = nextLoss;
  }
  return null;
}

/** Features row by row with a 1 for the intercept, and the shares of all weight that are right and wrong there. */
type Rows = {
  readonly width: number;
  readonly feature: Float64Array;
  readonly right: Float64Array;
  readonly wrong: Float64Array;
};

function rowsOf({ weight, rightWeight, totals }: Levels, features: readonly Float64Array[]): Rows {
  const width = features.length + 1;
  const feature = new Float64Array(weight.length * width).fill(1);
  features.forEach((column, place) => {
    for (let level = 0; level < column.length; level += 1)
      feature[level * width + place] = column[level] ?? 0;
  });
  return {
    width,
    feature,
    right: rightWeight.map((right) => right / totals.weight),
    wrong: weight.map((all, level) => (all - (rightWeight[level] ?? 0)) / totals.weight),
  };
}

function moved(from: Float64Array, move: Float64Array, scale: number): Float64Array<ArrayBuffer> {
  return Float64Array.from(from, (value, place) => value - scale * (move[place] ?? 0));
}

function lossAt(rows: Rows, at: Float64Array): number {
  let sum = 0;
  for (let level = 0; level < rows.right.length; level += 1) {
    const x = linear(rows, at, level);
    const right = rows.right[level] ?? 0;
    // ln(1 + e^x) without overflow; a right label costs x less.
    const softplus = Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    sum += (right + (rows.wrong[level] ?? 0)) * softplus - right * x;
  }
  return sum + (ridge / 2) * at.subarray(0, -1).reduce((total, value) => total + value * value, 0);
}

function linear({ width, feature }: Rows, at: Float64Array, level: number): number {
  let x = 0;
  for (let place = 0; place < width; place += 1)
    x += (at[place] ?? 0) * (feature[level * width + place] ?? 0);
  return x;
}

type Step = { readonly move: Float64Array; readonly decrease: number };

function newtonStep(rows: Rows, at: Float64Array): Step | null {
  const { width, feature } = rows;
  const gradient = new Float64Array(width);
  // Row by row; only the lower half is used.
  const curvature = new Float64Array(width * width);
  for (let level = 0; level < rows.right.length; level += 1) {
    const right = rows.right[level] ?? 0;
    const all = right + (rows.wrong[level] ?? 0);
    const p = 1 / (1 + Math.exp(-linear(rows, at, level)));
    const slope = all * p - right;
    const bend = all * p * (1 - p);
    for (let i = 0; i < width; i += 1) {
      const own = feature[level * width + i] ?? 0;
      gradient[i] = (gradient[i] ?? 0) + slope * own;
      for (let j = 0; j <= i; j += 1) {
        const place = i * width + j;
        curvature[place] = (curvature[place] ?? 0) + bend * own * (feature[level * width + j] ?? 0);
      }
    }
  }
  for (let i = 0; i < width - 1; i += 1) {
    gradient[i] = (gradient[i] ?? 0) + ridge * (at[i] ?? 0);
    curvature[i * width + i] = (curvature[i * width + i] ?? 0) + ridge;
  }
  const move = solve(curvature, gradient);
  if (move === null) return null;
  return { move, decrease: move.reduce((sum, value, i) => sum + value * (gradient[i] ?? 0), 0) / 2 };
}

/** Solves a symmetric system given by its lower half (Cholesky); null unless it is positive definite. */
function solve(lower: Float64Array, right: Float64Array): Float64Array | null {
  const size = right.length;
  const root = Float64Array.from(lower);
  const entry = (i: number, j: number) => root[i * size + j] ?? 0;
  for (let j = 0; j < size; j += 1)
    for (let i = j; i < size; i += 1) {
      let value = entry(i, j);
      for (let k = 0; k < j; k += 1) value -= entry(i, k) * entry(j, k);
      if (i === j && !(value > 0)) return null;
      root[i * size + j] = i === j ? Math.sqrt(value) : value / entry(j, j);
    }
  const answer = Float64Array.from(right);
  for (let i = 0; i < size; i += 1) {
    for (let k = 0; k < i; k += 1) answer[i] = (answer[i] ?? 0) - entry(i, k) * (answer[k] ?? 0);
    answer[i] = (answer[i] ?? 0) / entry(i, i);
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < size; k += 1) answer[i] = (answer[i] ?? 0) - entry(k, i) * (answer[k] ?? 0);
    answer[i] = (answer[i] ?? 0) / entry(i, i);
  }
  return answer;
}
