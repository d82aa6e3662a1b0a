import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Counts and durations of this process, for Prometheus. Labels are codes and slugs, never content. */
export type Metrics = ReturnType<typeof openMetrics>;

const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export function openMetrics() {
  const registry = new Registry();
  const registers = [registry];
  const metrics = {
    registry,
    decisions: new Counter({
      name: 'steerhouse_decisions_total',
      help: 'Decisions recorded, by use case and route.',
      labelNames: ['use_case', 'route'],
      registers,
    }),
    refusals: new Counter({
      name: 'steerhouse_decisions_refused_total',
      help: 'Decisions refused, by code.',
      labelNames: ['code'],
      registers,
    }),
    requests: new Histogram({
      name: 'steerhouse_request_seconds',
      help: 'Time to answer a request, by endpoint and status.',
      labelNames: ['method', 'path', 'status'],
      buckets: secondsBuckets,
      registers,
    }),
    batchSizes: new Histogram({
      name: 'steerhouse_ingest_batch_size',
      help: 'Decisions per commit.',
      buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
      registers,
    }),
    commits: new Histogram({
      name: 'steerhouse_ingest_commit_seconds',
      help: 'Time to route and commit a batch.',
      buckets: secondsBuckets,
      registers,
    }),
    jobFailures: new Counter({
      name: 'steerhouse_job_failures_total',
      help: 'Failed runs of background duties.',
      labelNames: ['job'],
      registers,
    }),
  };
  registerProcessGauges(registry);
  const sources = new Map<string, ReadGauges>();
  return {
    ...metrics,
    /** Adds gauges that are read when Prometheus asks. */
    gauges: (source: string, read: ReadGauges) => void sources.set(source, read),
    /** Everything as Prometheus reads it. A source that fails is missing and says so; the others are there. */
    async page(): Promise<string> {
      const read = await Promise.all([...sources].map(readSource));
      return `${await registry.metrics()}${gaugesText(read.flat())}`;
    },
  };
}

export type GaugeReading = { name: string; help: string; labels: Record<string, string>; value: number };
type ReadGauges = () => GaugeReading[] | Promise<GaugeReading[]>;

async function readSource([source, read]: [string, ReadGauges]): Promise<GaugeReading[]> {
  const up = (value: number): GaugeReading => ({
    name: 'steerhouse_metrics_source_up',
    help: '0 while these gauges cannot be read, e.g. because the database is away.',
    labels: { source },
    value,
  });
  try {
    return [...(await read()), up(1)];
  } catch {
    return [up(0)];
  }
}

/** The text format of Prometheus, version 0.0.4. Written anew each time: what is gone has no line. */
function gaugesText(readings: readonly GaugeReading[]): string {
  const byName = Map.groupBy(readings, (reading) => reading.name);
  return [...byName]
    .map(
      ([name, lines]) =>
        `# HELP ${name} ${lines[0]?.help}\n# TYPE ${name} gauge\n${lines.map(lineOf).join('')}`,
    )
    .join('\n');
}

function lineOf({ name, labels, value }: GaugeReading): string {
  const pairs = Object.entries(labels).map(
    ([label, text]) => `${label}="${text.replaceAll(/[\\"\n]/g, '_')}"`,
  );
  return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}\n`;
}
function registerProcessGauges(registry: Registry): void {
  const registers = [registry];
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  new Gauge({
    name: 'steerhouse_event_loop_delay_p99_seconds',
    help: 'How late the event loop is, 99th percentile since the last scrape.',
    registers,
    collect() {
      this.set(delay.percentile(99) / 1e9);
      delay.reset();
    },
  });
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Resident memory of this process.',
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
}
