import type { IngestOptions } from '../features/decisions/recording/ingest.ts';
import type { Metrics } from '../platform/metrics.ts';
import { Refusal } from '../platform/refusal.ts';

type Recorded = Parameters<NonNullable<IngestOptions['onRecorded']>>[0];

/** Counts a batch: its size and time, its decisions by use case and route, its refusals by code. */
export function countRecorded(metrics: Metrics, { submissions, answers, tookMs }: Recorded): void {
  metrics.commits.observe(tookMs / 1000);
  metrics.batchSizes.observe(answers.length);
  const routes = new Map<string, Map<string, number>>();
  answers.forEach((answered, index) => {
    if (!answered.ok) {
      metrics.refusals.inc({ code: answered.error instanceof Refusal ? answered.error.code : 'error' });
      return;
    }
    if ('replayed' in answered) return;
    const useCase = submissions[index]?.decision.useCase ?? '';
    const byRoute = routes.get(useCase) ?? new Map<string, number>();
    routes.set(useCase, byRoute.set(answered.answer.route, (byRoute.get(answered.answer.route) ?? 0) + 1));
  });
  for (const [use_case, byRoute] of routes) {
    for (const [route, total] of byRoute) metrics.decisions.inc({ use_case, route }, total);
  }
}
