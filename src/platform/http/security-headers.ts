import type { FastifyReply, FastifyRequest } from 'fastify';

// No inline script runs, nothing outside this origin loads. Inline style attributes are allowed: the component
// library positions floating parts with them.
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Headers every answer carries; machine answers skip the ones only a browser page needs. */
export function securityHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('x-content-type-options', 'nosniff');
  if (request.method === 'POST' && request.url === '/v1/decisions') return;
  reply.header('content-security-policy', policy);
  reply.header('referrer-policy', 'no-referrer');
  reply.header('cross-origin-opener-policy', 'same-origin');
  reply.header('cross-origin-resource-policy', 'same-origin');
  reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=()');
  if (request.url.startsWith('/v1/')) reply.header('cache-control', 'no-store');
  reply.header('x-request-id', request.id);
}
