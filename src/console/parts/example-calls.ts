import { submitDecision } from '../../contract/decisions.ts';
import type { JsonValue } from '../../contract/parts.ts';

export type CallExample = {
  origin: string;
  slug: string;
  model: string;
  outputKind: 'class' | 'text' | 'structured' | 'tool-call';
  classes: readonly { name: string }[];
  metadataFields: readonly { name: string; type: string; required: boolean; values?: readonly string[] }[];
};

/** A decision as this very use case takes it: its kind of output and the metadata it demands. */
export function exampleDecision({ slug, model, outputKind, classes, metadataFields }: CallExample) {
  const required = metadataFields.filter((field) => field.required);
  const metadata = Object.fromEntries(required.map((field) => [field.name, exampleValue(field)]));
  return {
    useCase: slug,
    model,
    input: 'I am still waiting on my card?',
    output: exampleOutput(outputKind, classes),
    // What rules, calibration and certificates call the class; it is not read out of the output.
    ...(outputKind === 'class' ? { label: exampleClass(classes) } : {}),
    confidence: 0.62,
    ...(required.length > 0 ? { metadata } : {}),
  };
}

/** The call from a shell, ready to paste. */
export function shellCall(given: CallExample): string {
  const body = JSON.stringify(exampleDecision(given), null, 2).replaceAll("'", "'\\''");
  return [
    `curl -s ${given.origin}${submitDecision.path} \\`,
    `  -H "authorization: Bearer $STEERHOUSE_API_KEY" \\`,
    `  -H "content-type: application/json" \\`,
    `  -d '${body}'`,
  ].join('\n');
}

/** The same with the SDK, waiting until the output may be used. */
export function typescriptCall(given: CallExample): string {
  const decision = JSON.stringify(exampleDecision(given), null, 2).replaceAll(/"([A-Za-z]\w*)":/g, '$1:');
  return `import { openSteerhouse } from 'steerhouse-sdk';

const steerhouse = openSteerhouse({
  baseUrl: '${given.origin}',
  apiKey: process.env.STEERHOUSE_API_KEY,
});
const gated = await steerhouse.gate(${decision});
if (gated.kind === 'released' || gated.kind === 'edited') use(gated.output);`;
}

function exampleClass(classes: CallExample['classes']): string {
  return classes[0]?.name ?? 'card_arrival';
}

function exampleOutput(kind: CallExample['outputKind'], classes: CallExample['classes']): JsonValue {
  switch (kind) {
    case 'class':
      return exampleClass(classes);
    case 'text':
      return 'Your card is on its way and should arrive this week.';
    case 'structured':
      return { intent: 'card_arrival', urgent: false };
    case 'tool-call':
      return { name: 'track_card', arguments: { cardId: 'c-17' } };
    default:
      return kind satisfies never;
  }
}

function exampleValue({ type, values }: CallExample['metadataFields'][number]): JsonValue {
  if (values?.[0] !== undefined) return values[0];
  if (type === 'number') return 12.5;
  if (type === 'integer') return 12;
  if (type === 'boolean') return true;
  return type === 'timestamp' ? '2025-01-01T12:00:00Z' : 'text';
}
