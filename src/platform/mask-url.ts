/** A text that may be a connection address, fit to be shown: passwords become `***`. */
export function maskUrl(text: string): string {
  // By pattern, not by URL parser: a broken address hides its password too.
  return text
    .replace(/^([a-z]+:\/\/[^:@/]*:).*@/i, '$1***@')
    .replace(/([?&](?:password|sslpassword|sslkey)=)[^&]*/gi, '$1***');
}
