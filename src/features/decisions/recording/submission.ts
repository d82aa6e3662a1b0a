import type { NewDecision } from '../../../contract/decisions.ts';
import type { Actor } from '../../../core/access/actor.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { uuidv7 } from '../../../platform/uuidv7.ts';

/** One decision as it came in: validated, its payload as the bytes that are stored and committed to. */
export type Submission = {
  decision: NewDecision;
  decisionId: string;
  input: Buffer;
  output: Buffer;
  actor: Actor;
};

/** Takes a validated decision in; refuses one that is larger than the limit. */
export function takeIn(
  decision: NewDecision,
  from: { actor: Actor; atMs: number; limitBytes: number },
): Submission | Refusal {
  const input = Buffer.from(JSON.stringify(decision.input));
  const output = Buffer.from(JSON.stringify(decision.output));
  if (input.length + output.length > from.limitBytes) {
    return new Refusal(
      'too-large',
      'decision.too-large',
      `Input and output are ${input.length + output.length} bytes together; at most ${from.limitBytes} are taken.`,
      { todo: 'Send references to large media, or raise STEERHOUSE_PAYLOAD_LIMIT_KIB.' },
    );
  }
  return { decision, decisionId: decision.decisionId ?? uuidv7(from.atMs), input, output, actor: from.actor };
}
