/** The token behind the `#` of a one-time link, as `#token=…` or bare. */
export function tokenIn(hash: string): string | undefined {
  const text = hash.replace(/^#/, '');
  const token = new URLSearchParams(text).get('token') ?? (text.includes('=') ? '' : text);
  return token || undefined;
}
