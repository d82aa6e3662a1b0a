/** Where the walk begins on its own account, and the part of delta it begins with. */
export type Start = {
  readonly rung: number;
  readonly weight: number;
  /** `history`: where earlier labels or the confidences promise most; `fallback`: in case they were wrong. */
  readonly kind: 'history' | 'fallback';
};

export type Tested = {
  /** The level each rung was tested at; null where the walk never came. */
  readonly levels: readonly (number | null)[];
  /** Every rung whose claim "more errors than the target" was rejected: all of them at once, with confidence 1 − Σ weights. */
  readonly rejected: readonly boolean[];
  /** The loosest rejected rung, and the start from which the walk came there without a failure. */
  readonly loosest: { readonly rung: number; readonly level: number; readonly start: Start } | null;
};

/**
 * The fallback-ladder fixed-sequence test: walks from each start to looser rungs as long as they are rejected. The level
 * of a start is its own weight, and what a walk that reached it without a failure carries along.
 *
 * It is Wiens' fallback procedure with weights on the starts and none elsewhere, so the chance to reject any true claim is
 * at most the sum of the weights, whatever the dependence between the rungs and without the assumption that risk falls as the
 * threshold rises. Each rung is looked at once.
 *
 * B. L. Wiens, "A fixed sequence Bonferroni procedure for testing multiple endpoints", Pharm. Stat. 2 (2003); statistics.md 3.3.
 *
 * @example
 * fallbackTest([0.2, 0.12, 0.029, 0.021, 0.037], [start(0, 0.01), start(2, 0.04)]).loosest?.rung // 4
 */
export function fallbackTest(pValues: readonly number[], starts: readonly Start[]): Tested {
  const levels: (number | null)[] = pValues.map(() => null);
  const rejected = pValues.map(() => false);
  const inOrder = [...starts].sort((a, b) => a.rung - b.rung);
  let loosest: Tested['loosest'] = null;
  let carry = 0;
  let from: Start | null = null;
  for (const [index, start] of inOrder.entries()) {
    const level = carry + start.weight;
    from ??= start;
    const end = inOrder[index + 1]?.rung ?? pValues.length;
    carry = level;
    for (let rung = start.rung; rung < end; rung += 1) {
      levels[rung] = level;
      if (!((pValues[rung] ?? 1) <= level)) {
        carry = 0;
        from = null;
        break;
      }
      rejected[rung] = true;
      loosest = { rung, level, start: from };
    }
  }
  return { levels, rejected, loosest };
}
