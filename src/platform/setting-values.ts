// How the text of a setting becomes its value. The reasons end a sentence that begins with the setting's name.
import { isIP } from 'node:net';
import { resolve } from 'node:path';

export type Parsed<Value> = { ok: true; value: Value } | { ok: false; because: string };

export function wholeNumber(least: number, most: number): (text: string) => Parsed<number> {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return { ok: true, value };
    return no(`must be a whole number from ${least} to ${most}`);
  };
}

/** A whole number in the unit people write it in, kept in the smaller unit the code works in. */
export function scaled(factor: number, least: number, most: number): (text: string) => Parsed<number> {
  const parse = wholeNumber(least, most);
  return (text) => {
    const parsed = parse(text);
    return parsed.ok ? { ok: true, value: parsed.value * factor } : parsed;
  };
}

export function yesOrNo(text: string): Parsed<boolean> {
  if (text === 'true' || text === 'false') return { ok: true, value: text === 'true' };
  return no('must be true or false');
}

export function oneOf<const Word extends string>(words: readonly Word[]): (text: string) => Parsed<Word> {
  return (text) => {
    const value = words.find((word) => word === text);
    return value === undefined ? no(`must be one of ${words.join(', ')}`) : { ok: true, value };
  };
}

export function someOf<const Word extends string>(words: readonly Word[]): (text: string) => Parsed<Word[]> {
  return (text) => {
    const given = text.split(',').map((word) => word.trim());
    const value = words.filter((word) => given.includes(word));
    if (value.length === new Set(given).size) return { ok: true, value };
    return no(`must be a list out of ${words.join(', ')}, separated by commas`);
  };
}

export function hostName(text: string): Parsed<string> {
  if (isIP(text) || /^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(text)) return { ok: true, value: text };
  return no('must be an IP address or a host name, such as 127.0.0.1 or 0.0.0.0');
}

/** PostgreSQL's programs take no line breaks. */
export function folder(text: string): Parsed<string> {
  if (/[\r\n]/.test(text)) return no('must be the path of a folder, without line breaks');
  return { ok: true, value: resolve(text) };
}

/** Browsers send the origin without a path, and it must equal this. */
export function webOrigin(text: string): Parsed<string> {
  const url = URL.parse(text);
  const web = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (url && web && url.pathname === '/' && !url.search && !url.hash && !url.username) {
    return { ok: true, value: url.origin };
  }
  return no('must be the address people open, without a path, such as https://steerhouse.example');
}

export function postgresUrl(text: string): Parsed<string> {
  const url = URL.parse(text);
  if (url?.protocol !== 'postgres:' && url?.protocol !== 'postgresql:') {
    return no('must look like postgresql://user:password@host:5432/database');
  }
  if (url.pathname.length > 1) return { ok: true, value: text };
  return no('names no database; it must look like postgresql://user:password@host:5432/database');
}

/** The name a signed note knows its key by: printable, without space and plus (C2SP signed-note). */
export function keyName(text: string): Parsed<string> {
  if (/^[!-*,-~]{1,200}$/.test(text)) return { ok: true, value: text };
  return no('must be a name without spaces and plus signs, such as steerhouse.example/log');
}

/** Addresses and networks such as 10.0.0.0/8. */
export function networks(text: string): Parsed<string[]> {
  const value = text.split(',').map((part) => part.trim());
  if (value.every(isNetwork)) return { ok: true, value };
  return no('must be addresses or networks, separated by commas, such as 127.0.0.1,10.0.0.0/8');
}

function isNetwork(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  if (most < 0 || more.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= most);
}

function no(because: string): { ok: false; because: string } {
  return { ok: false, because };
}
