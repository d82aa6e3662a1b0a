// Reads single values out of an address; what does not fit is left out rather than failing the page.

type Raw = Readonly<Record<string, unknown>>;

export function textIn(raw: Raw, name: string): string | undefined {
  const value = raw[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function numberIn(raw: Raw, name: string): number | undefined {
  const value = raw[name];
  if (value === undefined || value === null || value === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

export function yesNoIn(raw: Raw, name: string): boolean | undefined {
  const value = String(raw[name] ?? '');
  return value === 'true' ? true : value === 'false' ? false : undefined;
}

export function oneOfIn<const T extends readonly string[]>(
  raw: Raw,
  name: string,
  allowed: T,
): T[number] | undefined {
  return allowed.find((one) => one === raw[name]);
}

export function uuidIn(raw: Raw, name: string): string | undefined {
  const value = textIn(raw, name);
  return value && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
    ? value.toLowerCase()
    : undefined;
}

/** A time in the address; answered in the form the API takes. */
export function timeIn(raw: Raw, name: string): string | undefined {
  const value = textIn(raw, name);
  const atMs = value === undefined ? Number.NaN : Date.parse(value);
  return Number.isNaN(atMs) ? undefined : new Date(atMs).toISOString();
}
