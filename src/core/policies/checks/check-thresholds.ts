import type { PolicySubject } from '../../use-cases/use-case.ts';
import type { PolicyDocument, Threshold } from '../document.ts';
import type { Part } from './parts.ts';
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
      ...checkClasses(at, threshold, subject),
      ...checkUse(at, threshold, parts),
    ];
  });
}

/** Every comparison with NaN is false, and a decision would go wherever no rule takes it. */
function checkValues(at: string, { name, value, byClass = {} }: Threshold): PolicyProblem[] {
  const values = [
    { place: `${at}/value`, of: `Threshold "${name}"`, one: value },
    ...Object.entries(byClass).map(([label, one]) => ({
      place: `${at}/byClass/${pointer(label)}`,
      of: `Threshold "${name}" for "${label}"`,
      one,
    })),
  ];
  return values.flatMap(({ place, of, one }) =>
    Number.isFinite(one) ? [] : [error(place, `${of} must be a finite number.`)],
  );
}

/** RFC 6901, 3. */
export function pointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function checkClasses(
  at: string,
  { name, byClass = {} }: Threshold,
  subject: PolicySubject,
): PolicyProblem[] {
  const labels = Object.keys(byClass);
  if (subject.outputKind !== 'class' && labels.length > 0)
    return [
      error(`${at}/byClass`, `This use case has no classes, so threshold "${name}" has no values by class.`),
    ];
  return labels
    .filter((label) => !subject.classes.some((one) => one.name === label))
    .map((label) =>
      error(
        `${at}/byClass/${pointer(label)}`,
        `Threshold "${name}": "${label}" is not a class of this use case.`,
      ),
    );
}

function checkUse(at: string, { name }: Threshold, parts: readonly Part[]): PolicyProblem[] {
  // Conditions that do not compile may be about to use it.
  if (parts.some(({ ast, reads }) => ast === null || reads.has(`thresholds.${name}`))) return [];
  return [warning(at, `No condition reads threshold "${name}".`)];
}
