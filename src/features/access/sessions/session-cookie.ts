import { createHmac, hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sameText } from '../../../core/access/same-text.ts';
import type { Config } from '../../../platform/config.ts';

// Written and read by hand: the value's alphabet needs no escaping, and a cookie plug-in would put two hooks into
// every request of the ingest path.
const token = /^[A-Za-z0-9_-]{43}$/;

type CookieConfig = Pick<Config, 'cookieSecure' | 'sessionAgeMs'>;

/** `__Host-` makes browsers refuse a cookie set by a neighbouring subdomain or over plain HTTP. */
export function cookieName(config: Pick<Config, 'cookieSecure'>): string {
  return config.cookieSecure ? '__Host-steerhouse' : 'steerhouse';
}

/** The session token a request carries, or null. */
export function sessionTokenOf(request: FastifyRequest, config: Pick<Config, 'cookieSecure'>): string | null {
  const header = request.headers.cookie;
  if (header === undefined) return null;
  const start = `${cookieName(config)}=`;
  for (const part of header.split(';')) {
    const pair = part.trim();
    if (!pair.startsWith(start)) continue;
    const value = pair.slice(start.length);
    return token.test(value) ? value : null;
  }
  return null;
}

export function setSessionCookie(reply: FastifyReply, config: CookieConfig, value: string): void {
  reply.header('set-cookie', cookie(config, value, config.sessionAgeMs / 1000));
}

export function clearSessionCookie(reply: FastifyReply, config: CookieConfig): void {
  reply.header('set-cookie', cookie(config, '', 0));
}

/** What the database keeps of a token: with 256 random bits a plain hash is enough (ASVS 6.5.2). */
export function tokenHash(value: string): Buffer {
  return hash('sha256', value, 'buffer');
}

/** Derived from the session token, so nothing is stored; a page of another site can read neither. */
export function csrfTokenOf(sessionToken: string): string {
  return createHmac('sha256', sessionToken).update('steerhouse csrf').digest('base64url');
}

export function isCsrfToken(given: unknown, sessionToken: string): boolean {
  return typeof given === 'string' && sameText(given, csrfTokenOf(sessionToken));
}

function cookie(config: CookieConfig, value: string, maxAgeSeconds: number): string {
  const secure = config.cookieSecure ? '; Secure' : '';
  return `${cookieName(config)}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`;
}
