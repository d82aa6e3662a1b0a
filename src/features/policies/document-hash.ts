import { hash } from 'node:crypto';
import type { PolicyDocument } from '../../contract/policies.ts';

/**
 * SHA-256 of the canonical document (RFC 8785: sorted keys, JavaScript's numbers). It stands in the ledger, so whoever
 * holds a document can prove that it was, or was not, the one in force.
 */
export function documentHash(document: PolicyDocument): Buffer {
  return hash('sha256', canonical(document), 'buffer');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
}
