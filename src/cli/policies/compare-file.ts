import { isDeepStrictEqual } from 'node:util';
import type { AnswerOf } from '../../contract/endpoint.ts';
import { checkPolicy } from '../../contract/policies.ts';
import type { getUseCase } from '../../contract/use-cases.ts';
import type { PolicyChange } from '../../core/policies/diff/policy-change.ts';
import { diffPolicies } from '../../core/policies/diff-policies.ts';
import type { Client } from '../../sdk/client.ts';
import { findUseCase } from '../find-use-case.ts';
import { Failure } from '../terminal.ts';
import type { Place } from './parse-yaml.ts';
import { badFile, type ReadPolicyFile } from './read-policy-file.ts';
import { type PolicyVersion, versionInForce } from './versions.ts';

export type Complaint = Place & { severity: 'error' | 'warning'; message: string };

/** A policy file beside what is in force. */
export type Comparison = {
  file: ReadPolicyFile;
  useCase: AnswerOf<typeof getUseCase>;
  inForce: PolicyVersion | null;
  changes: readonly PolicyChange[];
  problems: readonly Complaint[];
};

export async function compareFile(client: Client, file: ReadPolicyFile): Promise<Comparison> {
  const useCase = await useCaseOf(client, file);
  const { useCaseId } = useCase;
  const inForce = await versionInForce(client, useCaseId);
  const checked = await client.call(checkPolicy, { params: { useCaseId }, body: { document: file.policy } });
  const problems = checked.problems
    .map(({ at, severity, message }) => ({ ...file.placeOf(at), severity, message }))
    .sort((a, b) => a.line - b.line || a.column - b.column);
  return { file, useCase, inForce, changes: changesOf(file, inForce), problems };
}

export function hasErrors({ problems }: Pick<Comparison, 'problems'>): boolean {
  return problems.some(({ severity }) => severity === 'error');
}

async function useCaseOf(client: Client, file: ReadPolicyFile): Promise<Comparison['useCase']> {
  try {
    return await findUseCase(client, file.useCase);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw badFile(file.name, [{ ...file.placeOfUseCase, message: error.message }]);
  }
}

function changesOf(file: ReadPolicyFile, inForce: PolicyVersion | null): readonly PolicyChange[] {
  const whole = (kind: 'added' | 'changed', sentence: string) => [{ at: '', kind, sentence }];
  if (!inForce) return whole('added', 'Nothing is in force yet: all of the file is new.');
  if (isDeepStrictEqual(file.policy, inForce.document)) return [];
  const changes = diffPolicies(inForce.document, file.policy);
  // Sentences tell what matters; a difference without one is still a difference.
  return changes.length > 0
    ? changes
    : whole('changed', 'The documents differ in something that has no words.');
}
