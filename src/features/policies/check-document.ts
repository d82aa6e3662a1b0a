import type { PolicyDocument } from '../../contract/policies.ts';
import { checkPolicy } from '../../core/policies/check-policy.ts';
import type { PolicyProblem } from '../../core/policies/checks/problem.ts';
import type { Db } from '../../db/database.ts';
import { nameableMaps } from '../calibration/maps/queries.ts';
import type { UseCaseAnswer } from '../use-cases/queries.ts';
import { checkNamed } from './check-named.ts';
import { surroundingsOf } from './publishing/surroundings.ts';

/** Everything wrong or doubtful about a document: in itself, about what it leans on, and about what it names. */
export async function checkDocument(
  db: Db,
  document: PolicyDocument,
  useCase: UseCaseAnswer,
): Promise<PolicyProblem[]> {
  const { useCaseId } = useCase;
  const maps = await nameableMaps(db, useCaseId);
  const around = await surroundingsOf(db, { useCaseId, document, maps });
  return [
    ...checkPolicy(document, useCase, around),
    ...(await checkNamed(db, document, { useCaseId, maps })),
  ];
}
