import { submitDecision } from '../../../contract/decisions.ts';

type Given = { origin: string; slug: string };

/** The first call from a shell, ready to paste. */
export function curlCall({ origin, slug }: Given): string {
  const body = {
    useCase: slug,
    model: 'my-model-1',
    input: 'I am still waiting on my card?',
    output: 'card_arrival',
    confidence: 0.62,
  };
  return [
    `curl -s ${origin}${submitDecision.path} \\`,
    `  -H "authorization: Bearer $STEERHOUSE_API_KEY" \\`,
    `  -H "content-type: application/json" \\`,
    `  -d '${JSON.stringify(body, null, 2)}'`,
  ].join('\n');
}

/** The same with the SDK, waiting until the output may be used. */
export function sdkCall({ origin, slug }: Given): string {
  return `import { openSteerhouse } from 'steerhouse';

const steerhouse = openSteerhouse({
  baseUrl: '${origin}',
  apiKey: process.env.STEERHOUSE_API_KEY,
});
const gated = await steerhouse.gate({
  useCase: '${slug}',
  model: 'my-model-1',
  input: 'I am still waiting on my card?',
  output: 'card_arrival',
  confidence: 0.62,
});
if (gated.kind !== 'rejected') use(gated.output);`;
}
