/**
 * Isotonic regression: the non-decreasing sequence nearest to the values in weighted least squares, by pooling
 * adjacent violators.
 *
 * Values are in the order of what they should rise with; equal places there must be pooled into one value before.
 * Weights are ≥ 0, 1 when left out; a value of weight 0 follows its neighbours. The weighted mean stays what it was.
 * O(n): every value is pooled at most once.
 *
 * R. E. Barlow et al., "Statistical Inference under Order Restrictions" (1972); published answer: statistics.md A22.
 *
 * @example isotonic([1, 3, 2]) // 1, 2.5, 2.5
 */
export function isotonic(values: ArrayLike<number>, weights?: ArrayLike<number>): Float64Array {
  const blocks: Block[] = [];
  for (let index = 0; index < values.length; index += 1) {
    let block: Block = { mean: values[index] ?? 0, weight: weights ? (weights[index] ?? 0) : 1, size: 1 };
    for (let last = blocks.at(-1); last && last.mean >= block.mean; last = blocks.at(-1)) {
      blocks.pop();
      block = pool(last, block);
    }
    blocks.push(block);
  }
  const fitted = new Float64Array(values.length);
  let from = 0;
  for (const { mean, size } of blocks) {
    fitted.fill(mean, from, from + size);
    from += size;
  }
  return fitted;
}

type Block = { readonly mean: number; readonly weight: number; readonly size: number };

function pool(one: Block, other: Block): Block {
  const weight = one.weight + other.weight;
  const share = weight === 0 ? other.size / (one.size + other.size) : other.weight / weight;
  return { mean: one.mean + (other.mean - one.mean) * share, weight, size: one.size + other.size };
}
