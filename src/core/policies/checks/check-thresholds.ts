import type { PolicySubject } from '../../use-cases/use-case.ts';
import type { PolicyDocument, Threshold } from '../document.ts';
import { checkSlices } from './check-slices.ts';
import type { Part } from './parts.ts';
import { pointer } from './pointer.ts';
import { error, type PolicyProblem, warning } from './problem.ts';

/**
 * Thresholds by themselves. Where they lie is looked at with what they are compared with; whether their certificates are
 * there and fit is for those who keep certificates.
 */
export function checkThresholds(
  { thresholds = [] }: PolicyDocument,
  parts: readonly Part[],
  subject: PolicySubject,
): readonly PolicyProblem[] {
  return thresholds.flatMap((threshold, index) => {
    const at = `/thresholds/${index}`;
    return [
      ...checkValues(at, threshold),
      ...checkThresholdSlices(at, threshold, subject),
      ...checkUse(at, threshold, parts),
    ];
  });
}

/** Every comparison with NaN is false, and a decision would go wherever no rule takes it. */
function checkValues(at: string, { name, value, bySlice }: Threshold): PolicyProblem[] {
  const values = [
    { place: `${at}/value`, of: `Threshold "${name}"`, one: value },
    ...Object.entries(bySlice?.values ?? {}).map(([slice, one]) => ({
      place: `${at}/bySlice/values/${pointer(slice)}`,
      of: `Threshold "${name}" for "${slice}"`,
      one,
    })),
  ];
  return values.flatMap(({ place, of, one }) =>
    Number.isFinite(one) ? [] : [error(place, `${of} must be a finite number.`)],
  );
}

function checkThresholdSlices(
  at: string,
  { name, bySlice }: Threshold,
  subject: PolicySubject,
): readonly PolicyProblem[] {
  if (bySlice === undefined) return [];
  return checkSlices(bySlice, { at: `${at}/bySlice`, who: `Threshold "${name}"`, subject });
}

function checkUse(at: string, { name }: Threshold, parts: readonly Part[]): PolicyProblem[] {
  // Conditions that do not compile may be about to use it.
  if (parts.some(({ ast, reads }) => ast === null || reads.has(`thresholds.${name}`))) return [];
  return [warning(at, `No condition reads threshold "${name}".`)];
}
