import { type Sliceable, slicedField, sliceIn } from '../../use-cases/slice.ts';
import type { PolicyDocument, Threshold } from '../document.ts';
import type { RoutingContext } from '../facts.ts';

/** A threshold as it counts right now. */
export type ThresholdInForce = {
  readonly name: string;
  readonly value: number;
  /** Null where no slice has a value of its own. */
  readonly bySlice: ValuesBySlice | null;
};

/** `field`: of the metadata; null for the class. */
export type ValuesBySlice = { readonly field: string | null; readonly values: ReadonlyMap<string, number> };

/**
 * The document's thresholds after the overload steps taken and after certificates were revoked.
 *
 * A new value moves the bar up or down from where the document has it. Slices with a value of their own move along only
 * if that moves them the same way: raising the general bar to 0.9 leaves a slice at 0.99 where it is. A certificate's
 * fallback comes last and the same way, so no overload step undoes it.
 *
 * @example thresholdsInForce(document, { ...ordinaryContext, thresholds: { confident: 0.95 } })
 * // [{ name: 'confident', value: 0.95, bySlice: null }]
 */
export function thresholdsInForce(
  { thresholds = [], overload }: PolicyDocument,
  context: Pick<RoutingContext, 'thresholds' | 'overloadSteps'>,
): readonly ThresholdInForce[] {
  const set = new Map<string, number>();
  for (const step of overload?.steps.slice(0, context.overloadSteps) ?? [])
    if (step.action === 'set-threshold') set.set(step.threshold, step.value);
  return thresholds.map((threshold) => {
    const fallback = Object.hasOwn(context.thresholds, threshold.name)
      ? context.thresholds[threshold.name]
      : undefined;
    return inForce(threshold, set.get(threshold.name), fallback);
  });
}

function inForce(
  threshold: Threshold,
  set: number | undefined,
  fallback: number | undefined,
): ThresholdInForce {
  const { name, value } = threshold;
  const general = moved(set ?? value, value, fallback);
  if (threshold.bySlice === undefined) return { name, value: general, bySlice: null };
  const { by, values } = threshold.bySlice;
  const own = Object.entries(values).map(
    ([slice, one]) => [slice, moved(moved(one, value, set), value, fallback)] as const,
  );
  return { name, value: general, bySlice: { field: slicedField(by), values: new Map(own) } };
}

/** `current` after the bar went from `from` to `to`: never back on the way it went. */
function moved(current: number, from: number, to: number | undefined): number {
  if (to === undefined) return current;
  if (to > from) return Math.max(current, to);
  return to < from ? Math.min(current, to) : current;
}

/** @example valueFor({ name: 'sure', value: 0.8, bySlice: { field: null, values } }, { label: 'fraud', metadata: {} }) // 0.99 */
export function valueFor({ value, bySlice }: ThresholdInForce, decision: Sliceable): number {
  if (bySlice === null) return value;
  const slice = sliceIn(bySlice.field, decision);
  return slice === null ? value : (bySlice.values.get(slice) ?? value);
}
