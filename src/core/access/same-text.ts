/**
 * Whether two texts are equal, in a time that does not tell how far they agree. For digests and tokens as text: half
 * the cost of going through buffers, on a path every request takes. Complexity: linear in the length, which is no
 * secret.
 */
export function sameText(left: string, right: string): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (let place = 0; place < left.length; place++) {
    difference |= left.charCodeAt(place) ^ right.charCodeAt(place);
  }
  return difference === 0;
}
