// Where the processor time of a decision goes: what the goals of speed are missed by, taken apart.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench, Figure } from '../figure.ts';
import { figureOf } from '../figure.ts';
import { loadDecisions } from '../load/decisions.ts';
import { lineRequests, linesPerRequest, singleRequests } from '../load/requests.ts';
import { runLoad } from '../load/run-load.ts';
import { type CpuProfile, timeByPart } from '../profile/time-by-part.ts';
import { cpuSecondsOf, descendantsOf } from '../servers/processes.ts';
import { startSteerhouse } from '../servers/start-server.ts';

/** One profiled round for single decisions and one for lines, repeated. */
export const profile: Bench = {
  name: 'profile',
  about:
    'Processor time per decision, in µs, by part: the main thread of the server from its sampled profile (which itself costs about a tenth), PostgreSQL from the kernel.',
  async run({ rounds, seconds, tell }) {
    const figures: Figure[] = [];
    for (const kind of ['single', 'batch'] as const) {
      const found: Map<string, number>[] = [];
      for (let round = 0; round < rounds; round++) {
        found.push(await profileOnce(kind, seconds));
        tell(
          `${kind}, round ${round + 1}: ${Math.round(sum([...(found.at(-1)?.values() ?? [])]))} µs in all`,
        );
      }
      for (const part of partsOf(found)) {
        const values = found.map((times) => times.get(part) ?? 0);
        figures.push(figureOf(`profile.${kind}: ${part}`, values, { unit: 'µs a decision' }));
      }
    }
    return figures;
  },
};

async function profileOnce(kind: 'single' | 'batch', seconds: number): Promise<Map<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'steerhouse-profile-'));
  const server = await startSteerhouse({ profileInto: folder });
  const decisions = loadDecisions(server.useCase, server.model);
  const plan = {
    host: '127.0.0.1',
    port: server.port,
    connections: kind === 'single' ? 64 : 4,
    requests:
      kind === 'single' ? singleRequests(decisions, server.apiKey) : lineRequests(decisions, server.apiKey),
    chunked: kind === 'batch',
    warmUpSeconds: 0,
  };
  await runLoad({ ...plan, seconds: 3 });
  const postgres = () => sum(descendantsOf(server.pid).map(cpuSecondsOf));
  const fromUs = monotonicUs();
  const before = postgres();
  const { requests } = await runLoad({ ...plan, seconds });
  const toUs = monotonicUs();
  const postgresUs = (postgres() - before) * 1e6;
  await server.stop();
  const [file = ''] = readdirSync(folder);
  const recorded = JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile; // written by node
  rmSync(folder, { recursive: true, force: true });
  const count = requests * (kind === 'single' ? 1 : linesPerRequest);
  const times = timeByPart(recorded, { fromUs, toUs });
  times.set('PostgreSQL', postgresUs);
  return new Map([...times].map(([part, us]) => [part, us / count]));
}

/** The clock that profiles are written with. */
function monotonicUs(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

/** Dearest first. */
function partsOf(found: readonly Map<string, number>[]): string[] {
  const first = found[0] ?? new Map<string, number>();
  return [...first].sort(([, a], [, b]) => b - a).map(([part]) => part);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
