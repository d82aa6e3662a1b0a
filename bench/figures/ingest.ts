import type { Bench, Figure } from '../figure.ts';
import { figureOf, ratios } from '../figure.ts';
import { loadDecisions } from '../load/decisions.ts';
import type { LoadResult } from '../load/generator.ts';
import { singleRequests } from '../load/requests.ts';
import { refuseFailures, runLoad } from '../load/run-load.ts';
import { connections, singleRate } from '../load/single-rate.ts';
import { startEcho, startSteerhouse } from '../servers/start-server.ts';

type Round = { steerhouse: LoadResult; echo: LoadResult; unloaded: LoadResult; cpuPerItem: number };

/** Single decisions over HTTP, against an echo of the same body, alternating. */
export const ingestSingle: Bench = {
  name: 'ingest-single',
  about: 'Durable single decisions: 64 keep-alive connections, API key, ten rules, 30 % held, one process.',
  async run({ rounds, seconds, tell }) {
    const server = await startSteerhouse();
    const echo = await startEcho();
    try {
      const requests = singleRequests(loadDecisions(server.useCase, server.model), server.apiKey);
      const load = (port: number, count: number, forSeconds: number) =>
        runLoad({
          host: '127.0.0.1',
          port,
          connections: count,
          seconds: forSeconds,
          warmUpSeconds: 1,
          requests,
        });
      await load(server.port, connections, 2);
      const measured: Round[] = [];
      for (let round = 0; round < rounds; round++) {
        const before = server.cpuSeconds();
        const steerhouse = await load(server.port, connections, seconds);
        const cpuPerItem = ((server.cpuSeconds() - before) * 1e6) / (steerhouse.requests * (1 + 1 / seconds));
        const echoed = await load(echo.port, connections, seconds);
        const unloaded = await load(server.port, 1, 2);
        measured.push({ steerhouse, echo: echoed, unloaded, cpuPerItem });
        refuseFailures(steerhouse);
        tell(
          `round ${round + 1}: ${Math.round(steerhouse.perSecond)}/s, echo ${Math.round(echoed.perSecond)}/s`,
        );
      }
      return figures(measured);
    } finally {
      await server.stop();
      await echo.stop();
    }
  },
};

function figures(rounds: readonly Round[]): Figure[] {
  const rates = rounds.map((round) => round.steerhouse.perSecond);
  const echoes = rounds.map((round) => round.echo.perSecond);
  return [
    figureOf('ingest.single', rates, { unit: 'decisions/s', goal: '>= 12000', baseline: echoes }),
    figureOf(
      'ingest.single.p99',
      rounds.map((round) => round.steerhouse.p99Ms),
      { unit: 'ms', goal: '<= 15' },
    ),
    figureOf('ingest.single.ratio', ratios(rates, echoes), { unit: 'of the echo', goal: '>= 0.55' }),
    figureOf(
      'ingest.single.cpu',
      rounds.map((round) => round.cpuPerItem),
      { unit: 'µs CPU per decision in the server process' },
    ),
    figureOf(
      'ingest.unloaded',
      rounds.map((round) => round.unloaded.p50Ms),
      { unit: 'ms p50', goal: '<= 1.5' },
    ),
  ];
}

/** The ledger against a build without it, alternating. */
export const ledgerCost: Bench = {
  name: 'ledger-cost',
  about: 'Single decisions with the ledger against the same build without it.',
  async run({ rounds, seconds, tell }) {
    const withLedger = await startSteerhouse();
    const without = await startSteerhouse({ writeLedger: false });
    try {
      const rate = (server: typeof withLedger) => singleRate(server, seconds);
      await rate(withLedger);
      await rate(without);
      const on: number[] = [];
      const off: number[] = [];
      for (let round = 0; round < rounds; round++) {
        on.push(await rate(withLedger));
        off.push(await rate(without));
        tell(
          `round ${round + 1}: with ${Math.round(on.at(-1) ?? 0)}/s, without ${Math.round(off.at(-1) ?? 0)}/s`,
        );
      }
      const cost = ratios(on, off).map((ratio) => (1 - ratio) * 100);
      return [figureOf('ledger.cost', cost, { unit: '% of the rate', goal: '<= 10', baseline: off })];
    } finally {
      await withLedger.stop();
      await without.stop();
    }
  },
};
