import type { Ingest } from '../features/decisions/recording/ingest.ts';
import { ledgerGauges } from '../features/ledger/gauges.ts';
import { openTaskGauges } from '../features/reviews/gauges.ts';
import type { Deps } from '../platform/deps.ts';
import type { Metrics } from '../platform/metrics.ts';

/** What is read only when Prometheus asks: queues, the ledger's lag, connections. */
export function registerGauges(metrics: Metrics, { db }: Pick<Deps, 'db'>, ingest: Ingest): void {
  metrics.gauges('ledger', () => ledgerGauges(db));
  metrics.gauges('tasks', () => openTaskGauges(db));
  metrics.gauges('process', () => {
    const { total, idle, waiting } = db.load();
    return [
      gauge('ingest_queue_depth', 'Decisions waiting for their commit, or in it.', ingest.depth()),
      gauge('database_connections', 'Connections to PostgreSQL.', total),
      gauge('database_connections_idle', 'Connections that nobody uses.', idle),
      gauge('database_waiting', 'Statements that wait for a connection.', waiting),
    ];
  });
}

function gauge(name: string, help: string, value: number) {
  return { name: `steerhouse_${name}`, help, labels: {}, value };
}
