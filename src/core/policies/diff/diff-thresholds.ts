import { describeValues } from '../describe-threshold.ts';
import type { PolicyDocument, Threshold } from '../document.ts';
import { added, changed, type PolicyChange, removed } from './policy-change.ts';

/** By name; their order means nothing. */
export function diffThresholds(from: PolicyDocument, to: PolicyDocument): readonly PolicyChange[] {
  const [before, after] = [from.thresholds ?? [], to.thresholds ?? []];
  const gone = before.flatMap(({ name }, index) =>
    after.some((one) => one.name === name)
      ? []
      : [removed(`/thresholds/${index}`, `Threshold "${name}" was removed.`)],
  );
  const rest = after.flatMap((threshold, index) => {
    const at = `/thresholds/${index}`;
    const old = before.find(({ name }) => name === threshold.name);
    if (old === undefined)
      return [added(at, `Threshold "${threshold.name}" was added: ${describeValues(threshold)}.`)];
    return compare(old, threshold).map((part) => changed(at, `Threshold "${threshold.name}" ${part}.`));
  });
  return [...gone, ...rest];
}

function compare(before: Threshold, after: Threshold): readonly string[] {
  return [
    ...(before.value === after.value ? [] : [`went from ${before.value} to ${after.value}`]),
    ...compareClasses(before.byClass ?? {}, after.byClass ?? {}),
    ...compareCertificates(before.certificateId, after.certificateId),
  ];
}

function compareClasses(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): readonly string[] {
  const labels = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return labels.flatMap((label) => {
    const [was, is] = [own(before, label), own(after, label)];
    if (was === is) return [];
    if (was === undefined) return [`now has ${is} for "${label}"`];
    return [
      is === undefined ? `no longer has ${was} for "${label}"` : `went from ${was} to ${is} for "${label}"`,
    ];
  });
}

function own(values: Readonly<Record<string, number>>, label: string): number | undefined {
  return Object.hasOwn(values, label) ? values[label] : undefined;
}

function compareCertificates(before: string | undefined, after: string | undefined): readonly string[] {
  if (before === after) return [];
  if (after === undefined) return ['no longer stands on a certificate'];
  return [before === undefined ? 'now stands on a certificate' : 'now stands on another certificate'];
}
