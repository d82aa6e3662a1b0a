import type { NewDecision, Routed } from '../../../contract/decisions.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { Ingest } from './ingest.ts';
import { type TakenFrom, takeIn } from './submission.ts';

/** Submits one decision, given with the JSON text it was parsed from; answers after its commit. */
export async function submitDecision(
  ingest: Ingest,
  decision: NewDecision,
  json: Uint8Array,
  from: TakenFrom,
): Promise<Routed> {
  const submission = takeIn(decision, json, from);
  if (submission instanceof Refusal) throw submission;
  const [answered] = await ingest.submit([submission]);
  if (!answered) throw new Error('the batcher answered nothing');
  if (answered.ok) return answered.answer;
  throw answered.error;
}
