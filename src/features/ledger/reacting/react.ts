// Hands new entries to the reactions of all features. Each reaction has a cursor of its own, so that one that fails
// holds up nobody but itself.
import { isDatabaseAway } from '../../../platform/database-away.ts';
import type { Deps } from '../../../platform/deps.ts';
import type { AfterCommit, Reaction } from '../reactions.ts';
import { type EntryWindow, openWindow } from '../reading/entry-window.ts';
import { type Cursor, lockCursor, moveCursor, noteFailure, passBy, readCursors } from './cursors.ts';

/** Entries read at once for all reactions: eight bundles, about a megabyte. */
const fullBatch = 2048;
const longestPauseMs = 30_000;

/**
 * Runs one round: every reaction gets the next entries it has not seen. What several reactions have to see is read and
 * decoded once. Answers whether there is more to do at once.
 */
export async function runReactions(deps: Deps, reactions: readonly Reaction[]): Promise<boolean> {
  const at = deps.clock.now();
  const { cursors, size } = await readCursors(deps.db, reactions);
  const due = cursors.filter((cursor) => cursor.position < size && isDue(cursor, at));
  let moved = 0;
  for (let open = due; open[0]; ) {
    const from = open[0].position; // in order of position
    const window = await openWindow(deps.db, from, Math.min(size, from + fullBatch));
    const cursors = open.filter(({ position }) => window.covers(position));
    moved += await serve(deps, reactions, { window, at, cursors });
    open = open.filter(({ position }) => !window.covers(position));
  }
  return moved > 0 && due.some(({ position }) => position + fullBatch < size);
}

type Serving = { window: EntryWindow; at: Date; cursors: readonly Cursor[] };

/** Answers how many reactions got on. */
async function serve(
  deps: Deps,
  reactions: readonly Reaction[],
  { window, at, cursors }: Serving,
): Promise<number> {
  const passing: Cursor[] = [];
  let moved = 0;
  for (const cursor of cursors) {
    const reaction = reactions.find(({ name }) => name === cursor.reaction);
    if (!reaction) continue;
    if (window.wanted(reaction.kinds, cursor.position).length === 0) passing.push(cursor);
    else if (await reactOnce(deps, reaction, { window, at })) moved += 1;
  }
  return moved + (await passBy(deps.db, passing, window.end));
}

/** One reaction, one transaction: its effect and its cursor. A cursor that another process has locked is left alone. */
async function reactOnce(
  deps: Deps,
  reaction: Reaction,
  { window, at }: Omit<Serving, 'cursors'>,
): Promise<boolean> {
  let tried = 1;
  let moved = false;
  let afterCommit: AfterCommit | undefined;
  try {
    moved = await deps.db.atomically(async (tx) => {
      const cursor = await lockCursor(tx, reaction.name);
      if (!cursor || !window.covers(cursor.position)) return false;
      const wanted = window.wanted(reaction.kinds, cursor.position);
      const batch = wanted.slice(0, cursor.batch ?? wanted.length);
      const next = wanted[batch.length]?.position ?? window.end;
      tried = batch.length;
      if (batch.length > 0) {
        const answer = await reaction.react(tx, batch.map(window.decode));
        if (typeof answer === 'function') afterCommit = answer;
      }
      await moveCursor(tx, cursor, { position: next, full: fullBatch });
      return true;
    });
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    deps.log.error({ err: error, reaction: reaction.name }, 'a reaction failed and will be tried again');
    await noteFailure(deps.db, reaction.name, { error, tried, at });
    return false;
  }
  afterCommit?.();
  return moved;
}

/** Waits twice as long after each failure. */
function isDue({ failures, failed_at }: Cursor, at: Date): boolean {
  if (failed_at === null) return true;
  return at.getTime() - failed_at.getTime() >= Math.min(longestPauseMs, 100 * 2 ** Math.min(failures, 10));
}
