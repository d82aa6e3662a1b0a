/**
 * A rate in percent, because that is how policies are talked about. Twelve digits hide the rounding of the product and
 * nothing that anybody wrote, so two different rates never read the same.
 *
 * @example describeRate(0.05) // '5 %'
 */
export function describeRate(rate: number): string {
  return `${Number((rate * 100).toPrecision(12))} %`;
}
