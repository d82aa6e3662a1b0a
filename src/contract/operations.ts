import Type from 'typebox';
import { endpoint } from './endpoint.ts';
import { Closed } from './parts.ts';

export const live = endpoint({
  id: 'live',
  method: 'GET',
  path: '/health/live',
  access: 'anyone',
  summary: 'The process runs',
  answer: Closed({ status: Type.Literal('live') }),
  status: 200,
});

export const ready = endpoint({
  id: 'ready',
  method: 'GET',
  path: '/health/ready',
  access: 'anyone',
  summary: 'The process can serve: database reachable, policies loaded, not shutting down',
  answer: Closed({ status: Type.Literal('ready') }),
  status: 200,
  refusals: ['not-ready'],
});

export const metrics = endpoint({
  id: 'metrics',
  method: 'GET',
  path: '/metrics',
  access: 'anyone',
  summary: 'Prometheus metrics; holds counts and durations only',
  status: 200,
  streams: 'text/plain',
});

export const openApi = endpoint({
  id: 'openApi',
  method: 'GET',
  path: '/openapi.json',
  access: 'anyone',
  summary: 'This contract as OpenAPI 3.1',
  answer: Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }),
  status: 200,
});
