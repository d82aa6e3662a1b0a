import { type BySlice, describeSlice } from '../../use-cases/slice.ts';
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
    ...compareSlices(before.bySlice, after.bySlice),
    ...compareCertificates(before.certificateId, after.certificateId),
  ];
}

/** Parted by something else, the old slices lose their values and the new ones get theirs. */
function compareSlices(before: BySlice | undefined, after: BySlice | undefined): readonly string[] {
  const [was, is] = [valuesOf(before), valuesOf(after)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((slice) =>
    compareValues(slice, was.get(slice), is.get(slice)),
  );
}

function valuesOf({ by, values }: BySlice = { by: 'label', values: {} }): ReadonlyMap<string, number> {
  return new Map(Object.entries(values).map(([slice, value]) => [describeSlice(by, slice), value]));
}

function compareValues(slice: string, was: number | undefined, is: number | undefined): readonly string[] {
  if (was === is) return [];
  if (was === undefined) return [`now has ${is} for ${slice}`];
  return [is === undefined ? `no longer has ${was} for ${slice}` : `went from ${was} to ${is} for ${slice}`];
}

function compareCertificates(before: string | undefined, after: string | undefined): readonly string[] {
  if (before === after) return [];
  if (after === undefined) return ['no longer stands on a certificate'];
  return [before === undefined ? 'now stands on a certificate' : 'now stands on another certificate'];
}
