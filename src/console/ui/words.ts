// Numbers and times as people read them.

/** `2.9 s`, `1 min 05 s`, `2 h 10 min`, `3 d 4 h`, which no line break tears apart; a decimal below ten seconds only. */
export function durationWords(seconds: number): string {
  if (seconds < 9.95) return withUnit(Math.max(0, Math.round(seconds * 10) / 10), 's');
  const whole = Math.round(seconds);
  if (whole < 60) return withUnit(whole, 's');
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${withUnit(minutes, 'min')}\u00a0${withUnit(twoDigits(whole % 60), 's')}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${withUnit(hours, 'h')}\u00a0${withUnit(minutes % 60, 'min')}`;
  return `${withUnit(Math.floor(hours / 24), 'd')}\u00a0${withUnit(hours % 24, 'h')}`;
}

type Unit = 's' | 'min' | 'h' | 'd';

function withUnit(count: number | string, unit: Unit): string {
  return `${count}\u00a0${unit}`;
}

/** A countdown does not change its width with every tenth second. */
function twoDigits(count: number): string {
  return String(count).padStart(2, '0');
}

/** `just now`, `12 s ago`, `in 5 min`: relative to `nowMs`. */
export function agoWords(atMs: number, nowMs: number): string {
  const seconds = (nowMs - atMs) / 1000;
  if (Math.abs(seconds) < 2) return 'just now';
  const words = spanWords(Math.abs(seconds));
  return seconds > 0 ? `${words} ago` : `in ${words}`;
}

function spanWords(seconds: number): string {
  if (seconds < 59.5) return withUnit(Math.round(seconds), 's');
  if (seconds < 59.5 * 60) return withUnit(Math.round(seconds / 60), 'min');
  if (seconds < 48 * 3600) return withUnit(Math.round(seconds / 3600), 'h');
  return withUnit(Math.round(seconds / 86_400), 'd');
}

/** `12.3 %`, which no line break tears apart; more digits where the share is small, so that 0.04 % does not read as nothing. */
export function percentWords(share: number): string {
  const percent = share * 100;
  const digits = percent === 0 || percent >= 9.95 ? 0 : percent >= 0.95 ? 1 : 2;
  return `${Number(percent.toFixed(digits))}\u00a0%`;
}

const digits = new Intl.NumberFormat('en');
const fewDigits = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** `1,234,567`: every digit, for places in a row. */
export function numberWords(number: number): string {
  return digits.format(number);
}

/** `1,234` or `1.2M` where the digits no longer matter. */
export function countWords(count: number): string {
  return Math.abs(count) < 1e6 ? numberWords(count) : fewDigits.format(count);
}

/** `one`, `two things`: a count with its noun. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${countWords(count)} ${count === 1 ? one : many}`;
}

const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' });
const moment = new Intl.DateTimeFormat('en', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** `Nov 24, 2026`, where the reader is. */
export function dayWords(at: string): string {
  return day.format(new Date(at));
}

/** `Nov 24, 14:05`, where the reader is. */
export function momentWords(at: string | number): string {
  return moment.format(new Date(at));
}

const second = new Intl.DateTimeFormat('en', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** `Nov 24, 2026, 14:05:09`, where the reader is: for one thing whose moment matters. */
export function secondWords(at: string | number): string {
  return second.format(new Date(at));
}

/** @example capital('version 2') // 'Version 2' */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The short form of an id: its end, where UUIDv7 differ. */
export function shortId(id: string): string {
  return id.length > 12 ? `…${id.slice(-8)}` : id;
}
