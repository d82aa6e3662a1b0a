import { useEffect, useState, useSyncExternalStore } from 'react';
import { client } from '../../../client.ts';
import type { Question } from './ask-server.ts';
import { closedDesk, type DeskState } from './desk-state.ts';
import { type Desk, openDesk } from './open-desk.ts';

/** Opens the desk for a queue while the page is shown. */
export function useDesk({ useCaseId, tier, taskId }: Question): { state: DeskState; send: Desk['send'] } {
  const [desk, setDesk] = useState<Desk | null>(null);
  useEffect(() => {
    const opened = openDesk(client, { useCaseId, tier, taskId });
    setDesk(opened);
    return () => opened.close();
  }, [useCaseId, tier, taskId]);
  const state = useSyncExternalStore(desk?.subscribe ?? noNews, desk?.state ?? closed);
  return { state, send: desk?.send ?? unheard };
}

const noNews = () => () => {};
const closed = () => closedDesk;
const unheard = () => {};
