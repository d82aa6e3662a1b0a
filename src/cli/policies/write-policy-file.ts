import { stringify } from 'yaml';
import type { PolicyFile } from '../../contract/policy-file.ts';

/** A policy as a file for a repository; the first line tells editors where its schema is. */
export function writePolicyFile({ useCase, note, policy }: PolicyFile, schemaUrl: string): string {
  const { rules, otherwise, ...rest } = policy;
  const file = { useCase, ...(note ? { note } : {}), policy: { rules, otherwise, ...rest } };
  // Folded conditions would be hard to search for and to compare.
  const text = stringify(file, { lineWidth: 0, aliasDuplicateObjects: false });
  return `# yaml-language-server: $schema=${schemaUrl}\n${text}`;
}
