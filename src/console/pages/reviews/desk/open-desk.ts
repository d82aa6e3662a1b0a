import { saveDraft } from '../../../../contract/reviews.ts';
import { type Client, openClient } from '../../../../sdk/client.ts';
import { claimsFor, giveBack, type Question, run } from './ask-server.ts';
import { closedDesk, type DeskEvent, type DeskState, type Held, idOf } from './desk-state.ts';
import { isBlank } from './draft.ts';
import { keepClaims } from './keep-claims.ts';
import { forgetHere, keepHere } from './kept-drafts.ts';
import { step } from './step.ts';
import { troubleOf } from './trouble.ts';

/** The desk with its connection to the server. */
export type Desk = {
  state(): DeskState;
  subscribe(listener: () => void): () => void;
  send(event: DeskEvent): void;
  /** Gives back what was fetched ahead, and the item on screen too where nothing has been typed about it. */
  close(): void;
};

/** After the last keystroke; often enough that a lost browser costs a sentence, not a text. */
const saveAfterMs = 800;

/** Opens a desk: finds what this person holds already, else claims, and keeps claims and drafts alive. */
export function openDesk(client: Client, question: Question): Desk {
  let state = closedDesk;
  let closed = false;
  let saving: ReturnType<typeof setTimeout> | undefined;
  const listeners = new Set<() => void>();

  function send(event: DeskEvent): void {
    if (closed) return;
    const before = state;
    const next = step(before, event);
    state = next.state;
    if (state === before && next.tasks.length === 0) return;
    keepDrafts(before, event);
    for (const task of next.tasks) void run(client, { task, question, send });
    for (const listener of listeners) listener();
  }

  function keepDrafts(before: DeskState, event: DeskEvent): void {
    if (event.kind === 'sent') forgetHere(event.taskId);
    const { current } = state;
    if (event.kind !== 'typed' || !current) {
      if (before.current && before.current.claim.item.taskId !== current?.claim.item.taskId)
        clearTimeout(saving);
      return;
    }
    keepHere(idOf(current), current.draft);
    clearTimeout(saving);
    saving = setTimeout(() => void save(client, current), saveAfterMs);
  }

  async function save(through: Client, { claim, draft }: Held): Promise<void> {
    saving = undefined;
    try {
      await through.call(saveDraft, { params: { taskId: claim.item.taskId }, body: { draft: { ...draft } } });
      send({ kind: 'draft-kept', where: 'server' });
    } catch {
      send({ kind: 'draft-kept', where: 'here' });
    }
  }

  const stopKeeping = keepClaims(client, { state: () => state, send });
  /** The item on screen stays claimed here: a reload finds it again. */
  const leave = () => {
    if (closed) return;
    closed = true;
    stopKeeping();
    removeEventListener('pagehide', leave);
    const last = leaving(client);
    if (saving !== undefined && state.current) void save(last, state.current);
    clearTimeout(saving);
    for (const { claim } of state.ahead) void giveBack(last, claim, 'prefetch');
  };
  addEventListener('pagehide', leave);
  addEventListener('pageshow', reloadRestored);
  claimsFor(client, question).then(
    (opened) => send({ kind: 'opened', ...opened }),
    (error: unknown) => send({ kind: 'claim-failed', trouble: troubleOf(error) }),
  );
  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    send,
    close: () => {
      removeEventListener('pageshow', reloadRestored);
      const { current } = state;
      if (!closed && current && !current.lost && isBlank(current.draft))
        void giveBack(client, current.claim, 'pause');
      leave();
    },
  };
}

/** A page the browser kept whole and shows again holds claims that were given back when it was left. */
function reloadRestored(event: PageTransitionEvent): void {
  if (event.persisted) location.reload();
}

/** Requests that outlive the page. */
function leaving(client: Client): Client {
  return openClient({ ...client.options, fetch: (url, init) => fetch(url, { ...init, keepalive: true }) });
}
