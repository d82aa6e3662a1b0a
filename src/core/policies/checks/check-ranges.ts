import type { PolicyDocument } from '../document.ts';
import { allNodes, type Comparison, comparisonOf } from './comparison.ts';
import type { Part } from './parts.ts';
import { pointer } from './pointer.ts';
import { type PolicyProblem, type Range, type Surroundings, warning } from './problem.ts';
import type { Terms } from './terms.ts';

type Limits = { readonly range: Range; readonly of: string };
type Written = { readonly at: string; readonly what: string; readonly value: number };

/**
 * Bounds that lie outside of what they are compared with, so that the comparison is always true or never: beyond 0 to 1
 * for a confidence, beyond what a calibration map can give, beyond the dearest class for an expected impact.
 */
export function checkRanges(
  document: PolicyDocument,
  parts: readonly Part[],
  { terms, around }: { readonly terms: Terms; readonly around: Surroundings },
): readonly PolicyProblem[] {
  const found = parts.flatMap((part) =>
    comparisons(part).flatMap((comparison) => {
      const limits = limitsOf(comparison.key, document, { terms, around });
      return writtenIn(comparison, part, document).flatMap((written) => outside(written, limits));
    }),
  );
  // A threshold that several rules read is complained about once.
  return [...new Map(found.map((problem) => [problem.at + problem.message, problem])).values()];
}

function comparisons({ ast }: Part): readonly Comparison[] {
  return ast === null ? [] : allNodes(ast).flatMap((node) => comparisonOf(node) ?? []);
}

/** What the bound of a comparison may be, with the place to change it. */
function writtenIn(
  { bound }: Comparison,
  { at, who }: Part,
  { thresholds = [] }: PolicyDocument,
): readonly Written[] {
  if (bound.kind === 'value')
    return typeof bound.value === 'number'
      ? [{ at: `${at}/when`, what: `${who} compares with ${bound.value}`, value: bound.value }]
      : [];
  const index = thresholds.findIndex(({ name }) => name === bound.name);
  const threshold = thresholds[index];
  if (threshold === undefined) return [];
  const { name, value, bySlice } = threshold;
  return [
    { at: `/thresholds/${index}/value`, what: `Threshold "${name}" is ${value}`, value },
    ...Object.entries(bySlice?.values ?? {}).map(([slice, one]) => ({
      at: `/thresholds/${index}/bySlice/values/${pointer(slice)}`,
      what: `Threshold "${name}" for "${slice}" is ${one}`,
      value: one,
    })),
  ];
}

function limitsOf(
  key: string,
  { calibration = {} }: PolicyDocument,
  { terms, around }: { readonly terms: Terms; readonly around: Surroundings },
): readonly Limits[] {
  if (key === 'calibrated') {
    const known = Object.entries(around.calibratedRanges ?? {}).filter(([model]) =>
      Object.hasOwn(calibration, model),
    );
    if (known.length > 0)
      return known.map(([model, range]) => ({
        range,
        of: `the calibrated confidence of model version "${model}"`,
      }));
  }
  const domain = terms.domainOf(key);
  if (domain.kind !== 'interval' || !Number.isFinite(domain.high)) return [];
  return [{ range: domain, of: words[key] ?? key }];
}

const words: Readonly<Record<string, string>> = {
  confidence: 'the confidence',
  calibrated: 'the calibrated confidence',
  expectedImpact: 'the expected impact',
};

function outside({ at, what, value }: Written, limits: readonly Limits[]): readonly PolicyProblem[] {
  return limits
    .filter(({ range }) => value < range.low || value > range.high)
    .map(({ range, of }) =>
      warning(at, `${what}, but ${of} lies between ${short(range.low)} and ${short(range.high)}.`),
    );
}

function short(value: number): string {
  return `${Number(value.toPrecision(4))}`;
}
