import type { CalibrationMap } from './calibration-map.ts';

export type MapCheck =
  | { readonly ok: true; readonly map: CalibrationMap }
  | { readonly ok: false; readonly because: string };

/** Beyond e^±5 a temperature is a failed fit: it makes everything ½ or everything certain. */
export const temperatureLimit = Math.exp(5);
/** A fit of 100,000 labels has some hundred knots; more would slow every decision down. */
export const mostKnots = 5000;
/** Logits of confidence end at ±13.8; larger numbers say "certain" about everything. */
const largest = 1000;

/**
 * Whether a stored or hand-made map is one: known method, no unknown keys, finite numbers, never falling, answers in
 * [0, 1]. Linear in the knots.
 *
 * @example checkMap({ method: 'temperature', temperature: -1 }) // { ok: false, because: 'temperature must …' }
 */
export function checkMap(value: unknown): MapCheck {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return no('A calibration map is an object with a method.');
  const fields = value as Readonly<Record<string, unknown>>; // an object, as just seen
  const method = fields.method;
  if (typeof method !== 'string' || !Object.hasOwn(keysOf, method))
    return no(`The method must be one of ${Object.keys(keysOf).join(', ')}.`);
  const keys = keysOf[method as CalibrationMap['method']]; // a key of keysOf, as just seen
  const unknown = Object.keys(fields).find((key) => key !== 'method' && !keys.includes(key));
  if (unknown !== undefined) return no(`A map of method ${method} has no field "${unknown}".`);
  return checkers[method as CalibrationMap['method']](fields); // a key of keysOf, as just seen
}

const keysOf: Record<CalibrationMap['method'], readonly string[]> = {
  identity: [],
  temperature: ['temperature'],
  platt: ['slope', 'intercept'],
  beta: ['a', 'b', 'intercept'],
  isotonic: ['confidence', 'probability'],
};

type Fields = Readonly<Record<string, unknown>>;

const checkers: Record<CalibrationMap['method'], (fields: Fields) => MapCheck> = {
  identity: () => ({ ok: true, map: { method: 'identity' } }),
  temperature: ({ temperature }) => {
    if (!isWithin(temperature, 1 / temperatureLimit, temperatureLimit))
      return no(
        `temperature must be a number from ${rounded(1 / temperatureLimit)} to ${rounded(temperatureLimit)}.`,
      );
    return { ok: true, map: { method: 'temperature', temperature } };
  },
  platt: ({ slope, intercept }) => {
    if (!isWithin(slope, 0, largest) || slope === 0)
      return no(`slope must be a number above 0, up to ${largest}: more confidence must not mean less.`);
    if (!isWithin(intercept, -largest, largest)) return noIntercept();
    return { ok: true, map: { method: 'platt', slope, intercept } };
  },
  beta: ({ a, b, intercept }) => {
    if (!isWithin(a, 0, largest) || !isWithin(b, 0, largest) || a + b === 0)
      return no(`a and b must be numbers from 0 to ${largest}, and not both 0.`);
    if (!isWithin(intercept, -largest, largest)) return noIntercept();
    return { ok: true, map: { method: 'beta', a, b, intercept } };
  },
  isotonic: ({ confidence, probability }) => {
    if (!areShares(confidence) || !areShares(probability) || confidence.length !== probability.length)
      return no('confidence and probability must be equally long lists of numbers from 0 to 1.');
    if (confidence.length === 0 || confidence.length > mostKnots)
      return no(`A map needs at least 1 knot and at most ${mostKnots}.`);
    if (confidence.some((value, knot) => knot > 0 && value <= (confidence[knot - 1] ?? 0)))
      return no('confidence must rise from knot to knot.');
    if (probability.some((value, knot) => knot > 0 && value < (probability[knot - 1] ?? 0)))
      return no('probability must not fall from knot to knot.');
    return { ok: true, map: { method: 'isotonic', confidence, probability } };
  },
};

function no(because: string): MapCheck {
  return { ok: false, because };
}

function noIntercept(): MapCheck {
  return no(`intercept must be a number from −${largest} to ${largest}.`);
}

function isWithin(value: unknown, low: number, high: number): value is number {
  return typeof value === 'number' && value >= low && value <= high;
}

function areShares(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => isWithin(one, 0, 1));
}

function rounded(value: number): string {
  return value.toPrecision(3);
}
