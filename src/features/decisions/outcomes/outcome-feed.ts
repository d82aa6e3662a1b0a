import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '../../../contract/decisions.ts';
import type { Deps } from '../../../platform/deps.ts';
import { outcomesOf } from './outcomes-of.ts';
import { settledAfter } from './settled-after.ts';

/** Who follows outcomes: those of one use case or all, from a place of the log on. */
export type Follower = {
  useCaseId: string | null;
  /** Everything up to here was sent. */
  place: number;
  gone: AbortSignal;
  send(outcome: Outcome, position: number): void;
};

/** Sends a follower every outcome after its place, in the order of the log and once each, until it is gone. */
export type OutcomeFeed = { follow(follower: Follower): Promise<void> };

const lookEveryMs = 250;

/**
 * Outcomes for all who follow them in this process. Who comes back to an older place reads up to the present alone; from
 * there on one look, at two indexes and four times a second, serves everybody.
 *
 *   catching up ── its place has reached that of the feed ──► following ──► gone
 *
 * Places are compared and moved without an await in between, so nothing falls between joining and looking.
 */
export function openOutcomeFeed({ db, log }: Pick<Deps, 'db' | 'log'>): OutcomeFeed {
  const following = new Set<Follower>();
  /** Everything up to here was handed to those who follow. */
  let feedPlace = -1;
  let looking = false;

  return {
    async follow(follower) {
      while (!follower.gone.aborted) {
        const look = await tried(() => lookFrom(follower.place, follower.useCaseId));
        if (look) moveOn(follower, look);
        if (look && !look.more && follower.place >= feedPlace) return join(follower);
        if (!look?.more) await sleep(lookEveryMs, undefined, { ref: false });
      }
    },
  };

  function join(follower: Follower): void {
    if (follower.gone.aborted) return;
    if (following.size === 0) feedPlace = follower.place;
    following.add(follower);
    follower.gone.addEventListener('abort', () => following.delete(follower), { once: true });
    if (!looking) void lookOn();
  }

  async function lookOn(): Promise<void> {
    looking = true;
    while (following.size > 0) {
      const look = await tried(() => lookFrom(feedPlace, null));
      if (look) {
        for (const follower of following) moveOn(follower, look);
        feedPlace = Math.max(feedPlace, look.seenTo);
      }
      if (!look?.more) await sleep(lookEveryMs, undefined, { ref: false });
    }
    looking = false;
  }

  async function lookFrom(place: number, useCaseId: string | null): Promise<Look> {
    const { settled, ...reach } = await settledAfter(db, place, useCaseId);
    const ids = settled.map((row) => row.decision_id);
    const outcomes = ids.length === 0 ? null : await outcomesOf(db, ids);
    const news = settled.flatMap((row) => {
      const outcome = outcomes?.get(row.decision_id);
      return outcome ? [{ outcome, useCaseId: row.use_case_id, position: row.position }] : [];
    });
    return { news, ...reach };
  }

  /** The database may be away for a moment; readers keep their connections and their places. */
  async function tried(look: () => Promise<Look>): Promise<Look | null> {
    try {
      return await look();
    } catch (error) {
      log.warn({ err: error }, 'outcomes could not be read');
      return null;
    }
  }
}

type Look = {
  news: { outcome: Outcome; useCaseId: string; position: number }[];
  seenTo: number;
  /** There may be more after `seenTo`. */
  more: boolean;
};

/** Sends what concerns the follower and what it has not had. */
function moveOn(follower: Follower, { news, seenTo }: Look): void {
  for (const { outcome, useCaseId, position } of news) {
    const concerned = follower.useCaseId === null || follower.useCaseId === useCaseId;
    if (concerned && position > follower.place) follower.send(outcome, position);
  }
  follower.place = Math.max(follower.place, seenTo);
}
