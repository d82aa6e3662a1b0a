export type SearchOptions = {
  /** How near x must come, beyond the rounding of x itself; 1e-12 when left out. */
  readonly tolerance?: number;
  /** Evaluations before it gives up; 200 when left out. */
  readonly maxSteps?: number;
};

export type Root =
  | { readonly ok: true; readonly x: number; readonly value: number; readonly steps: number }
  | { readonly ok: false; readonly because: 'no-sign-change' | 'not-finite' | 'too-many-steps' };

export type Minimum =
  | {
      readonly ok: true;
      readonly x: number;
      readonly value: number;
      readonly steps: number;
      /** The least value lies at an end of the range, so the minimum is likely beyond it. */
      readonly atEnd: 'low' | 'high' | null;
    }
  | { readonly ok: false; readonly because: 'not-finite' | 'too-many-steps' };

const golden = (3 - Math.sqrt(5)) / 2;

/**
 * A zero of f between low and high, where f has different signs: inverse quadratic or secant steps as long as they
 * shrink the bracket, bisection otherwise. About 8 evaluations for smooth f, never worse than some times bisection.
 *
 * R. P. Brent, "Algorithms for Minimization without Derivatives" (1973), chapter 4 (zero).
 *
 * @example brentRoot((x) => x * x - 2, 0, 2) // { ok: true, x: 1.4142135623…, … }
 */
export function brentRoot(
  f: (x: number) => number,
  low: number,
  high: number,
  { tolerance = 1e-12, maxSteps = 200 }: SearchOptions = {},
): Root {
  // b is the best place so far, a the one before, c the end of the bracket on the other side of the zero.
  let a = low;
  let b = high;
  let fa = f(a);
  let fb = f(b);
  if (!Number.isFinite(fa) || !Number.isFinite(fb)) return { ok: false, because: 'not-finite' };
  if (fa === 0) return { ok: true, x: a, value: fa, steps: 2 };
  if (Math.sign(fa) === Math.sign(fb)) return { ok: false, because: 'no-sign-change' };
  let c = a;
  let fc = fa;
  let step = b - a;
  let before = step;
  for (let steps = 2; steps <= maxSteps; steps += 1) {
    if (Math.abs(fc) < Math.abs(fb)) {
      [a, b, c] = [b, c, b];
      [fa, fb, fc] = [fb, fc, fb];
    }
    const near = 2 * Number.EPSILON * Math.abs(b) + tolerance / 2;
    const half = (c - b) / 2;
    if (Math.abs(half) <= near || fb === 0) return { ok: true, x: b, value: fb, steps };
    const guess = Math.abs(before) >= near && Math.abs(fa) > Math.abs(fb) ? interpolate() : null;
    before = guess === null ? half : step;
    step = guess ?? half;
    a = b;
    fa = fb;
    b += Math.abs(step) > near ? step : Math.sign(half) * near;
    fb = f(b);
    if (!Number.isFinite(fb)) return { ok: false, because: 'not-finite' };
    if (Math.sign(fb) === Math.sign(fc)) {
      c = a;
      fc = fa;
      before = b - a;
      step = before;
    }

    function interpolate(): number | null {
      const s = fb / fa;
      const [q, r] = [fa / fc, fb / fc];
      let over = a === c ? 2 * half * s : s * (2 * half * q * (q - r) - (b - a) * (r - 1));
      let under = a === c ? 1 - s : (q - 1) * (r - 1) * (s - 1);
      if (over > 0) under = -under;
      over = Math.abs(over);
      const shrinks =
        2 * over < Math.min(3 * half * under - Math.abs(near * under), Math.abs(before * under));
      return shrinks ? over / under : null;
    }
  }
  return { ok: false, because: 'too-many-steps' };
}

/**
 * A local minimum of f between low and high (the minimum, if f has one only): parabolas through the three best places,
 * golden section where they do not help. x comes as near as `tolerance` plus √ε·|x|, since f is flat at its minimum.
 *
 * R. P. Brent (1973), chapter 5 (localmin). The ends are compared at the end, so a minimum beyond them shows.
 *
 * @example brentMinimum((x) => (x - 1) ** 2, 0, 5) // { ok: true, x: 1.0000000…, atEnd: null, … }
 */
export function brentMinimum(
  f: (x: number) => number,
  low: number,
  high: number,
  { tolerance = 1e-12, maxSteps = 200 }: SearchOptions = {},
): Minimum {
  let [from, to] = [low, high];
  // x is the best place, w the second, v the second before.
  let x = from + golden * (to - from);
  let [v, w] = [x, x];
  let fx = f(x);
  let [fv, fw] = [fx, fx];
  let step = 0;
  let before = 0;
  if (!Number.isFinite(fx)) return { ok: false, because: 'not-finite' };
  for (let steps = 1; steps <= maxSteps; steps += 1) {
    const middle = (from + to) / 2;
    const near = Math.sqrt(Number.EPSILON) * Math.abs(x) + tolerance / 3;
    if (Math.abs(x - middle) <= 2 * near - (to - from) / 2)
      return settle({ f, low, high }, { x, value: fx, steps });
    const parabola = Math.abs(before) > near ? parabolic() : null;
    if (parabola === null) {
      before = x < middle ? to - x : from - x;
      step = golden * before;
    } else {
      before = step;
      step = parabola;
      const u = x + step;
      if (u - from < 2 * near || to - u < 2 * near) step = x < middle ? near : -near;
    }
    const u = x + (Math.abs(step) >= near ? step : Math.sign(step) * near);
    const fu = f(u);
    if (!Number.isFinite(fu)) return { ok: false, because: 'not-finite' };
    if (fu <= fx) {
      if (u < x) to = x;
      else from = x;
      [v, w, x] = [w, x, u];
      [fv, fw, fx] = [fw, fx, fu];
    } else {
      if (u < x) from = u;
      else to = u;
      if (fu <= fw || w === x) {
        [v, w] = [w, u];
        [fv, fw] = [fw, fu];
      } else if (fu <= fv || v === x || v === w) {
        [v, fv] = [u, fu];
      }
    }

    function parabolic(): number | null {
      const r = (x - w) * (fx - fv);
      const s = (x - v) * (fx - fw);
      const under = 2 * (s - r);
      const over = ((x - v) * s - (x - w) * r) * (under > 0 ? -1 : 1);
      const size = Math.abs(under);
      const within = over > size * (from - x) && over < size * (to - x);
      return Math.abs(over) < Math.abs((size * before) / 2) && within ? over / size : null;
    }
  }
  return { ok: false, because: 'too-many-steps' };
}

function settle(
  { f, low, high }: { f: (x: number) => number; low: number; high: number },
  inside: { x: number; value: number; steps: number },
): Minimum {
  const [atLow, atHigh] = [f(low), f(high)];
  const steps = inside.steps + 2;
  if (atLow <= inside.value && atLow <= atHigh)
    return { ok: true, x: low, value: atLow, steps, atEnd: 'low' };
  if (atHigh <= inside.value) return { ok: true, x: high, value: atHigh, steps, atEnd: 'high' };
  return { ok: true, ...inside, steps, atEnd: null };
}
