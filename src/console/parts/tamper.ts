/** The entry with one character changed: what somebody who rewrites history would hand over. */
export function tamper(entry: string): string {
  const at = entry.search(/[0-9](?=[^0-9]*$)/);
  if (at < 0) return `${entry} `;
  const changed = (Number(entry[at]) + 1) % 10;
  return `${entry.slice(0, at)}${changed}${entry.slice(at + 1)}`;
}
