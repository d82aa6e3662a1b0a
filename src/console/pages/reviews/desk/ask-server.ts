import {
  type Claim,
  claimNext,
  claimTask,
  listClaims,
  parkTask,
  releaseTask,
  submitVerdict,
  withdrawVerdict,
} from '../../../../contract/reviews.ts';
import type { Client } from '../../../../sdk/client.ts';
import { type DeskEvent, type Held, heldOf, idOf, type Outgoing, type Task } from './desk-state.ts';
import { keptDraft } from './kept-drafts.ts';
import { type Trouble, troubleOf } from './trouble.ts';

/** Which queue the desk works on; everything the person may judge where nothing is said. */
export type Question = {
  readonly useCaseId?: string | undefined;
  readonly tier?: number | undefined;
  /** An item somebody chose by hand, to begin with. */
  readonly taskId?: string | undefined;
};

export type Errands = { task: Task; question: Question; send: (event: DeskEvent) => void };

/** Waits between tries of a verdict while the server is away; after the last one the item comes back to the screen. */
const retryAfterMs = [400, 1500];

/**
 * What the person holds of this queue already, the chosen item first. What they hold of other queues is given back: with
 * both hands full nothing of this one could be had.
 */
export async function claimsFor(
  client: Client,
  { useCaseId, tier, taskId }: Question,
): Promise<{ claims: Held[]; trouble: Trouble | null }> {
  const [{ items }, chosen] = await Promise.all([
    client.call(listClaims),
    taskId ? client.call(claimTask, { params: { taskId } }).catch(troubleOf) : null,
  ]);
  const fits = items.filter(
    ({ item }) =>
      (!useCaseId || item.useCase.useCaseId === useCaseId) &&
      (!tier || item.tier === tier) &&
      item.taskId !== taskId,
  );
  const claims = chosen && 'item' in chosen ? [chosen, ...fits] : fits;
  const others = items.filter((one) => !fits.includes(one) && one.item.taskId !== taskId);
  await Promise.all(others.map((one) => giveBack(client, one, 'pause')));
  return { claims: claims.map(adopt), trouble: chosen && !('item' in chosen) ? chosen : null };
}

/** Carries out what a step of the desk asks for and tells the desk what came of it. */
export async function run(client: Client, { task, question, send }: Errands): Promise<void> {
  switch (task.kind) {
    case 'claim':
      return claim(client, { task, question, send });
    case 'claim-again':
      return claimAgain(client, task.taskId, send);
    case 'send':
      return deliver(client, task.outgoing, send);
    case 'withdraw':
      return withdraw(client, task.verdictId, send);
    case 'give-back':
      return giveBack(client, task.held.claim, 'prefetch');
    default:
      return task satisfies never;
  }
}

type ClaimErrand = Errands & { task: Extract<Task, { kind: 'claim' }> };

async function claim(client: Client, { task, question, send }: ClaimErrand): Promise<void> {
  const { useCaseId, tier } = question;
  const body = { ...(useCaseId ? { useCaseId } : {}), ...(tier ? { tier } : {}), exclude: [...task.exclude] };
  try {
    const answer = await client.call(claimNext, { body });
    send({ kind: 'claimed', held: answer.claim && adopt(answer.claim) });
  } catch (error) {
    send({ kind: 'claim-failed', trouble: troubleOf(error) });
  }
}

async function claimAgain(client: Client, taskId: string, send: Errands['send']): Promise<void> {
  try {
    send({ kind: 'regained', held: adopt(await client.call(claimTask, { params: { taskId } })) });
  } catch (error) {
    send({ kind: 'regain-failed', taskId, trouble: troubleOf(error) });
  }
}

async function deliver(client: Client, outgoing: Outgoing, send: Errands['send']): Promise<void> {
  const taskId = idOf(outgoing.held);
  for (let attempt = 0; ; attempt++) {
    try {
      const verdict = await deliverOnce(client, outgoing);
      return send({ kind: 'sent', taskId, verdict, atMs: Date.now() });
    } catch (error) {
      const trouble = troubleOf(error);
      const waitMs = retryAfterMs[attempt];
      if (!trouble.passing || waitMs === undefined) return send({ kind: 'send-failed', taskId, trouble });
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}

async function deliverOnce(
  client: Client,
  { held, errand }: Outgoing,
): Promise<{ verdictId: string; undoEndsAtMs: number | null } | null> {
  const { claimToken, item } = held.claim;
  const params = { taskId: item.taskId };
  switch (errand.kind) {
    case 'verdict': {
      const given = await client.call(submitVerdict, { params, body: { claimToken, ...errand.verdict } });
      const windowMs = given.undoUntil ? Date.parse(given.undoUntil) - Date.parse(given.givenAt) : null;
      return { verdictId: given.verdictId, undoEndsAtMs: windowMs === null ? null : Date.now() + windowMs };
    }
    case 'release':
      await client.call(releaseTask, { params, body: { claimToken, reason: errand.reason } });
      return null;
    case 'park': {
      const note = errand.note.trim();
      const body = { claimToken, until: errand.until, ...(note ? { note } : {}) };
      await client.call(parkTask, { params, body });
      return null;
    }
    default:
      return errand satisfies never;
  }
}

async function withdraw(client: Client, verdictId: string, send: Errands['send']): Promise<void> {
  try {
    const back = await client.call(withdrawVerdict, { params: { verdictId } });
    send({ kind: 'undone', verdictId, held: adopt(back) });
  } catch (error) {
    send({ kind: 'undo-failed', verdictId, trouble: troubleOf(error) });
  }
}

/** Its lease would end by itself; giving it back only saves others the wait. */
export async function giveBack(
  client: Client,
  { claimToken, item }: Claim,
  reason: 'prefetch' | 'pause',
): Promise<void> {
  const params = { taskId: item.taskId };
  await client.call(releaseTask, { params, body: { claimToken, reason } }).catch(() => undefined);
}

/** No longer than a whole lease from now: a browser whose clock is slow would promise more than the server keeps. */
function adopt(claim: Claim): Held {
  const wholeLease = Date.now() + claim.item.useCase.leaseSeconds * 1000;
  return heldOf(claim, Math.min(wholeLease, Date.parse(claim.expiresAt)), keptDraft(claim));
}
