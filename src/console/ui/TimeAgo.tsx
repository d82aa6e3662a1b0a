import { useNow } from './now.ts';
import { agoWords } from './words.ts';

/** A moment, relative to now; the exact time on hover and for machines. */
export function TimeAgo({ at }: { at: string }) {
  const now = useNow();
  const atMs = Date.parse(at);
  return (
    <time className="one-line" dateTime={at} title={new Date(atMs).toLocaleString()}>
      {agoWords(atMs, now)}
    </time>
  );
}
