/** Failed sign-ins in a window of 15 minutes, per account and per address (ASVS 6.3.1). */
export const signInLimits = { windowMs: 15 * 60_000, account: 10, address: 50 } as const;

/**
 * The name under which tries from an address are counted. An IPv6 customer owns a whole /64 and could count from one
 * again with each of its 2^64 addresses, so those share one name; an IPv4 address in IPv6 writing is the IPv4 address.
 */
export function addressGroup(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1]) return mapped[1];
  if (!address.includes(':')) return address;
  const [plain = ''] = address.split('%');
  const [before = '', after] = plain.split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after === undefined || after === '' ? [] : after.split(':');
  const gap = after === undefined ? [] : Array.from({ length: 8 - head.length - tail.length }, () => '0');
  const groups = [...head, ...gap, ...tail].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
