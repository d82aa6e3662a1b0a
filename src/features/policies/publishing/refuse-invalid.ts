import type { Db } from '../../../db/database.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { UseCaseAnswer } from '../../use-cases/queries.ts';
import { checkDocument } from '../check-document.ts';
import type { PolicyVersionAnswer } from '../queries.ts';

/** Refuses a document with errors, each with its place; warnings are no reason. */
export async function refuseInvalid(
  db: Db,
  { document, version }: Pick<PolicyVersionAnswer, 'document' | 'version'>,
  useCase: UseCaseAnswer,
): Promise<void> {
  const problems = await checkDocument(db, document, useCase);
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (errors.length === 0) return;
  const message = `Version ${version} has problems that have to be solved before it can be in force.`;
  throw new Refusal('unprocessable', 'policy.invalid', message, {
    todo: errors.map((problem) => problem.message).join(' '),
    problems: errors.map(({ at, message }) => ({ at, message })),
  });
}
