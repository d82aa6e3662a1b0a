import type { NewDecision } from '../../../contract/decisions.ts';
import type { Actor } from '../../../core/access/actor.ts';
import { memberSlices } from '../../../core/decisions/member-slices.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';

/** One decision as it came in: validated, its payload as the bytes that are stored and committed to. */
export type Submission = {
  decision: NewDecision;
  decisionId: string;
  input: Uint8Array;
  output: Uint8Array;
  actor: Actor;
};

export type TakenFrom = { actor: Actor; atMs: number; limitBytes: number };

/** Takes a validated decision in, with the JSON text it was parsed from; refuses one that is larger than the limit. */
export function takeIn(decision: NewDecision, json: Uint8Array, from: TakenFrom): Submission | Refusal {
  const [input, output] = memberSlices(json, ['input', 'output']) ?? writtenAnew(decision);
  if (!input || !output) throw new Error('a validated decision has neither input nor output');
  const length = input.length + output.length;
  if (length > from.limitBytes) return tooLarge(length, from.limitBytes);
  return { decision, decisionId: decision.decisionId ?? uuidv7(from.atMs), input, output, actor: from.actor };
}

function writtenAnew({ input, output }: NewDecision): Uint8Array[] {
  return [Buffer.from(JSON.stringify(input)), Buffer.from(JSON.stringify(output))];
}

function tooLarge(length: number, limitBytes: number): Refusal {
  return new Refusal(
    'too-large',
    'decision.too-large',
    `Input and output are ${length} bytes together; at most ${limitBytes} are taken.`,
    { todo: 'Send references to large media, or raise STEERHOUSE_PAYLOAD_LIMIT_KIB.' },
  );
}
