/** Longest name of a model version; it appears in rules, lists and metrics. */
export const longestModelName = 200;

// Printable, no blank at either end: "gpt-5 " and "gpt-5" would be two models in every comparison.
const printable = /^[\p{L}\p{N}\p{P}\p{S}]+( [\p{L}\p{N}\p{P}\p{S}]+)*$/u;

/**
 * Whether a string can name a model version; null when it can, else a sentence.
 *
 * Rules compare the name (`model == "intent-2"`) and the same name registered again is the same version, so
 * look-alikes by blanks or invisible characters are refused. Anything else is the caller's own convention.
 *
 * @example checkModelName('intent-linear 2025-03') // null
 * @example checkModelName('intent ') // 'A model version needs a name of …'
 */
export function checkModelName(name: string): string | null {
  if (name.length <= longestModelName && name === name.normalize('NFC') && printable.test(name)) return null;
  return `A model version needs a name of 1 to ${longestModelName} visible characters, with single blanks only between words.`;
}

export type ModelVersion = { readonly name: string; readonly retiredAtMs: number | null };

/**
 * Whether a model version may still send decisions. A retired one is refused rather than routed: nobody watches its
 * errors any more. Half open, as all times: at the instant of retirement it is retired.
 *
 * @example acceptsDecisions({ name: 'intent-1', retiredAtMs: 1000 }, 1000) // false
 */
export function acceptsDecisions({ retiredAtMs }: ModelVersion, atMs: number): boolean {
  return retiredAtMs === null || atMs < retiredAtMs;
}
