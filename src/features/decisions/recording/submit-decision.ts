import type { NewDecision, Routed } from '../../../contract/decisions.ts';
import type { Actor } from '../../../core/access/actor.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { Ingest } from './ingest.ts';
import { takeIn } from './submission.ts';

/** Submits one decision; answers after its commit. */
export async function submitDecision(
  ingest: Ingest,
  decision: NewDecision,
  from: { actor: Actor; atMs: number; limitBytes: number },
): Promise<Routed> {
  const submission = takeIn(decision, from);
  if (submission instanceof Refusal) throw submission;
  const [answered] = await ingest.submit([submission]);
  if (!answered) throw new Error('the batcher answered nothing');
  if (answered.ok) return answered.answer;
  throw answered.error;
}
