import { useNow } from './now.ts';
import { agoWords, secondWords } from './words.ts';

/** A moment, relative to now; the exact time on hover and for machines. */
export function TimeAgo({ at }: { at: string }) {
  const now = useNow();
  const atMs = Date.parse(at);
  return (
    <time className="one-line" dateTime={at} title={secondWords(atMs)}>
      {agoWords(atMs, now)}
    </time>
  );
}
