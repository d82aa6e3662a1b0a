import { loadDecisions } from './decisions.ts';
import { singleRequests } from './requests.ts';
import { refuseFailures, runLoad } from './run-load.ts';

/** Connections of the load with single decisions. */
export const connections = 64;

/** Single decisions a second over as many connections as the goals name, after a second of warming up. */
export async function singleRate(
  { port, apiKey, useCase, model }: { port: number; apiKey: string; useCase: string; model: string },
  seconds: number,
): Promise<number> {
  const result = await runLoad({
    host: '127.0.0.1',
    port,
    connections,
    seconds,
    warmUpSeconds: 1,
    requests: singleRequests(loadDecisions(useCase, model), apiKey),
  });
  refuseFailures(result);
  return result.perSecond;
}
