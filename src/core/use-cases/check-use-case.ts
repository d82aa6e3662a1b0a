import type { DecisionClass, MetadataField, UseCaseSettings } from './use-case.ts';

/** A JSON pointer into the settings and a sentence for the person who edits them. */
export type SettingsProblem = { readonly at: string; readonly message: string };

// Names that CEL keeps for itself or that a rule could not tell from a literal. Names that every JavaScript object has
// (`constructor`) are refused below: an evaluator that finds one on the prototype would take it for a value.
const reserved = new Set(
  'as break const continue else false for function if import in let loop namespace null package return true var void while'.split(
    ' ',
  ),
);

/**
 * What a schema cannot say about a use case: duplicates, and settings that contradict each other.
 *
 * Ranges and patterns are the contract's; the ones that data could break later (non-finite impacts) are repeated here
 * because expected cost is computed from them. Linear in the number of classes and fields.
 *
 * @example checkUseCase({ ...settings, classes: [] }) // [{ at: '/classes', message: 'A use case whose … two classes.' }]
 */
export function checkUseCase(settings: UseCaseSettings): readonly SettingsProblem[] {
  return [
    ...checkClasses(settings),
    ...duplicates('/metadataFields', 'metadata field', settings.metadataFields, (field) => field.name),
    ...settings.metadataFields.flatMap(checkField),
    ...duplicates('/reasonCodes', 'reason code', settings.reasonCodes, (reason) => reason.code),
    ...checkSeconds('/undoSeconds', settings.undoSeconds, 0, 300),
    ...checkSeconds('/leaseSeconds', settings.leaseSeconds, 30, 86_400),
  ];
}

function checkClasses({ outputKind, classes }: UseCaseSettings): SettingsProblem[] {
  // With a single class there is nothing to decide, and every rule on it would be constant.
  if (outputKind === 'class' && classes.length < 2)
    return [{ at: '/classes', message: 'A use case whose output is a class needs at least two classes.' }];
  if (outputKind !== 'class' && classes.length > 0)
    return [
      { at: '/classes', message: `Only an output of kind class has classes; this one is ${outputKind}.` },
    ];
  return [...duplicates('/classes', 'class', classes, (one) => one.name), ...classes.flatMap(checkImpact)];
}

// Zero is allowed: some mistakes are free. Negative would make the riskiest route the cheapest.
// Zero is allowed: some mistakes are free. Negative would make the riskiest route the cheapest.
function checkImpact({ name, impact }: DecisionClass, index: number): SettingsProblem[] {
  if (Number.isFinite(impact) && impact >= 0) return [];
  return [
    { at: `/classes/${index}/impact`, message: `The impact of "${name}" must be a number of zero or more.` },
  ];
}

// Values close a string; of numbers and times nobody can list them, and booleans have two.
// Values close a string; of numbers and times nobody can list them, and booleans have two.
function checkField({ name, type, values }: MetadataField, index: number): SettingsProblem[] {
  const at = `/metadataFields/${index}`;
  const problems: SettingsProblem[] = [];
  if (reserved.has(name) || name in Object.prototype)
    problems.push({
      at: `${at}/name`,
      message: `"${name}" is a word of the rule language; choose another name.`,
    });
  if (values !== undefined && type !== 'string')
    problems.push({
      at: `${at}/values`,
      message: `Only a string field can list its values; "${name}" is ${type}.`,
    });
  if (values?.length === 0)
    problems.push({
      at: `${at}/values`,
      message: `"${name}" lists no values, so nothing would fit it; leave the list out.`,
    });
  return problems;
}

// The second of a pair is pointed at, because it is the one that was added last.
// The second of a pair is pointed at, because it is the one that was added last.
function duplicates<T>(
  at: string,
  word: string,
  items: readonly T[],
  nameOf: (item: T) => string,
): SettingsProblem[] {
  const seen = new Set<string>();
  return items.flatMap((item, index) => {
    const name = nameOf(item);
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [{ at: `${at}/${index}`, message: `The ${word} "${name}" is listed twice; remove one.` }];
  });
}

// The same ranges as the contract's and the table's check; settings also come from files.
// The same ranges as the contract's and the table's check; settings also come from files.
function checkSeconds(at: string, seconds: number, least: number, most: number): SettingsProblem[] {
  if (Number.isInteger(seconds) && seconds >= least && seconds <= most) return [];
  return [{ at, message: `Give a whole number of seconds from ${least} to ${most}.` }];
}
