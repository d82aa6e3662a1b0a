import type { Db } from '../../db/database.ts';
import { loadGrades } from './load-grades.ts';
import { designVersions } from './policy-versions.ts';
import { readPopulation } from './population.ts';
import type { LabelledWindow } from './weigh-labels.ts';
import type { Window } from './window.ts';

/** The grades of a window with the decisions they speak for. Grades first: what is judged meanwhile is counted too. */
export async function labelledWindow(db: Db, window: Window): Promise<LabelledWindow> {
  const grades = await loadGrades(db, window);
  const { groups: population } = await readPopulation(db, window);
  const ids = new Set([...grades, ...population].map(({ policyVersionId }) => policyVersionId));
  return { grades, population, versions: await designVersions(db, [...ids]) };
}
