import type * as contract from '../../../contract/calibration.ts';
import type { ParamsOf, QueryOf } from '../../../contract/endpoint.ts';
import type { Db } from '../../../db/database.ts';
import { calculate } from '../../feedback/calculating/calculate.ts';
import { labelsOf } from '../labels-of.ts';
import { mapOf } from '../maps/queries.ts';
import { reliabilityReport } from './reliability-report.ts';

type Asked = ParamsOf<typeof contract.getReliability> & QueryOf<typeof contract.getReliability>;

/** How far confidence can be trusted: 100 000 labels take about half a second, beside whatever else runs. */
export async function getReliability(
  db: Db,
  { bins = 20, map: number, ...asked }: Asked,
): Promise<contract.Reliability> {
  const stored = number === undefined ? null : await mapOf(db, { useCaseId: asked.useCaseId, number });
  const { columns, counts, window } = await labelsOf(db, asked);
  const report = await calculate('reliability', { columns, bins, map: stored?.map ?? null });
  return {
    modelVersionId: asked.modelVersionId,
    source: asked.source,
    validationSetId: asked.validationSetId ?? null,
    from: window.from?.toISOString() ?? null,
    before: window.before?.toISOString() ?? null,
    slice:
      window.sliceBy === null || window.slice === null ? null : { by: window.sliceBy, value: window.slice },
    map: number ?? null,
    labels: counts,
    ...reliabilityReport(report, bins),
  };
}
