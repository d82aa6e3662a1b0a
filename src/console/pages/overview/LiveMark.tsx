import type { LiveState } from '../../live.ts';
import { useNow } from '../../ui/now.ts';
import { agoWords } from '../../ui/words.ts';
import classes from './LiveMark.module.css';

export type LiveMarkProps = { state: LiveState; at: string; simulated: boolean };

/** From here on numbers count as old: the window moves on every minute, so a live stream is never silent for longer. */
const staleAfterMs = 90_000;

/** Says how fresh the numbers are, and whether people of the demo are in them. */
export function LiveMark({ state, at, simulated }: LiveMarkProps) {
  const now = useNow();
  const fresh = state === 'live' && now - Date.parse(at) < staleAfterMs;
  return (
    <span className={classes.line}>
      <span className={classes.dot} data-fresh={fresh || undefined} aria-hidden="true" />
      {fresh
        ? 'Live'
        : state === 'connecting'
          ? 'Connecting …'
          : `Not live; numbers of ${agoWords(Date.parse(at), now)}`}
      {simulated ? <span className={classes.simulated}>Includes simulated reviewers</span> : null}
    </span>
  );
}
