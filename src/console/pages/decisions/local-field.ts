/** The browser's date field speaks local time without a zone; the address and the API speak UTC. */
export function localField(at: string | undefined): string {
  if (!at) return '';
  const moment = new Date(at);
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
