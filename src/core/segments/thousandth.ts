/**
 * The highest i for which i / 1000 is not above the value; 0 to 1,000 for values from 0 to 1.
 *
 * A quotient, because 850 / 1000 is the very number that is written 0.85: so a value is on the side of each of the thousand
 * thresholds that `value >= threshold` puts it on. The product alone would be wrong for one value in twenty.
 *
 * @example thousandthOf(0.29) // 290, although 0.29 * 1000 is 289.99999999999994
 */
export function thousandthOf(value: number): number {
  const near = Math.floor(value * 1000);
  if (near / 1000 > value) return near - 1;
  return (near + 1) / 1000 <= value ? near + 1 : near;
}
