import type { PolicyDocument, Threshold } from '../document.ts';
import type { RoutingContext } from '../facts.ts';

/** A threshold as it counts right now. */
export type ThresholdInForce = {
  readonly name: string;
  readonly value: number;
  /** Null where no class has a value of its own. */
  readonly byClass: ReadonlyMap<string, number> | null;
};

/**
 * The document's thresholds after the overload steps taken and after certificates were revoked.
 *
 * A new value moves the bar up or down from where the document has it. Classes with a value of their own move along only
 * if that moves them the same way: raising the general bar to 0.9 leaves a class at 0.99 where it is. A certificate's
 * fallback comes last and the same way, so no overload step undoes it.
 *
 * @example thresholdsInForce(document, { ...ordinaryContext, thresholds: { confident: 0.95 } })
 * // [{ name: 'confident', value: 0.95, byClass: null }]
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
  if (threshold.byClass === undefined) return { name, value: general, byClass: null };
  const own = Object.entries(threshold.byClass).map(
    ([label, one]) => [label, moved(moved(one, value, set), value, fallback)] as const,
  );
  return { name, value: general, byClass: new Map(own) };
}

/** `current` after the bar went from `from` to `to`: never back on the way it went. */
function moved(current: number, from: number, to: number | undefined): number {
  if (to === undefined) return current;
  if (to > from) return Math.max(current, to);
  return to < from ? Math.min(current, to) : current;
}

/** @example valueFor({ name: 'confident', value: 0.8, byClass: new Map([['fraud', 0.99]]) }, 'fraud') // 0.99 */
export function valueFor({ value, byClass }: ThresholdInForce, label: string | null): number {
  return byClass === null || label === null ? value : (byClass.get(label) ?? value);
}
