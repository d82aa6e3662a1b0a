import { heartbeat, listClaims } from '../../../../contract/reviews.ts';
import { heartbeatEveryMs } from '../../../../core/reviews/lease.ts';
import type { Client } from '../../../../sdk/client.ts';
import type { DeskEvent, DeskState, Held } from './desk-state.ts';
import { idOf } from './desk-state.ts';
import { type Trouble, troubleOf } from './trouble.ts';

export type Kept = { state: () => DeskState; send: (event: DeskEvent) => void };

/** Nobody reads one item for longer without touching anything; then the claim may run out for others. */
const usedWithinMs = 120_000;
/** How often an idle desk asks whether something has come in, while somebody is there. */
const lookEveryMs = 4000;

/**
 * Once a second: extends claims that are due for it while the page is visible and in use, finds out about claims that
 * have run out, and asks for new items while there is nothing to do. One request per claim and third of a lease.
 */
export function keepClaims(client: Client, desk: Kept): () => void {
  let usedAtMs = Date.now();
  let lookedAtMs = Date.now();
  const asking = new Set<string>();
  const use = () => {
    usedAtMs = Date.now();
  };
  const inUse = () => document.visibilityState === 'visible' && Date.now() - usedAtMs < usedWithinMs;

  const tick = () => {
    const nowMs = Date.now();
    const { current, ahead, dry, asked, stuck, undoable } = desk.state();
    if (undoable.length > 0) desk.send({ kind: 'undo-over', atMs: nowMs });
    for (const held of [...(current ? [current] : []), ...ahead]) void keep(held, nowMs);
    if ((dry || stuck?.passing) && !asked && inUse() && nowMs - lookedAtMs >= lookEveryMs) {
      lookedAtMs = nowMs;
      desk.send({ kind: 'look-again' });
    }
  };

  const keep = async (held: Held, nowMs: number) => {
    const leaseMs = held.claim.item.useCase.leaseSeconds * 1000;
    const ageMs = nowMs - (held.endsAtMs - leaseMs);
    const over = nowMs >= held.endsAtMs;
    const due = inUse() && ageMs >= heartbeatEveryMs(leaseMs / 1000);
    const taskId = idOf(held);
    if (held.lost || (!due && !over) || asking.has(taskId)) return;
    asking.add(taskId);
    const event = inUse() ? await extend(client, held) : await look(client, held);
    if (event) desk.send(event);
    // A server that is away is asked again after a moment, not every second.
    setTimeout(() => asking.delete(taskId), event ? 0 : 3000);
  };

  const uses = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'focusin'];
  for (const name of uses) addEventListener(name, use, { passive: true, capture: true });
  const timer = setInterval(tick, 1000);
  return () => {
    clearInterval(timer);
    for (const name of uses) removeEventListener(name, use, { capture: true });
  };
}

async function extend(client: Client, { claim }: Held): Promise<DeskEvent | null> {
  const { taskId, useCase } = claim.item;
  try {
    await client.call(heartbeat, { params: { taskId }, body: { claimToken: claim.claimToken } });
    return { kind: 'extended', taskId, endsAtMs: Date.now() + useCase.leaseSeconds * 1000 };
  } catch (error) {
    const trouble = troubleOf(error);
    return trouble.passing ? null : { kind: 'lost', taskId, trouble };
  }
}

/** Nobody is here: only asks whether the claim is still there, and does not extend it. */
async function look(client: Client, { claim }: Held): Promise<DeskEvent | null> {
  const { taskId } = claim.item;
  try {
    const { items } = await client.call(listClaims);
    const still = items.find((one) => one.claimToken === claim.claimToken);
    return still ? null : { kind: 'lost', taskId, trouble: ranOut };
  } catch {
    return null;
  }
}

const ranOut: Trouble = {
  code: 'claim.stale',
  sentence: 'Your claim on this item ended, because nobody was here.',
  todo: 'Claim it again; what you typed is kept.',
  passing: false,
  claimable: true,
};
