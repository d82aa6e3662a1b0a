import type { Permission } from '../../../core/access/permissions.ts';

/** What an API key's scopes allow, as people read them. */
export const scopeWords: Partial<Record<Permission, string>> = {
  'decisions:submit': 'Submit decisions',
  'decisions:read': 'List decisions',
  'outcomes:read': 'Wait for outcomes',
  'use-cases:read': 'Read use cases',
  'models:write': 'Register model versions',
  'policies:read': 'Read policies',
};
