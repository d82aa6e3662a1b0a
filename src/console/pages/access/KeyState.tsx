import { Mark } from '../../ui/Mark.tsx';
import { useNow } from '../../ui/now.ts';
import { agoWords } from '../../ui/words.ts';

export type KeyStateProps = { revokedAt: string | null; expiresAt: string | null };

/** Whether an API key works, and until when. */
export function KeyState({ revokedAt, expiresAt }: KeyStateProps) {
  const now = useNow();
  if (revokedAt) return <Mark tone="refused">revoked {agoWords(Date.parse(revokedAt), now)}</Mark>;
  if (!expiresAt) return <Mark tone="released">active</Mark>;
  const endsMs = Date.parse(expiresAt);
  if (endsMs <= now) return <Mark tone="refused">expired {agoWords(endsMs, now)}</Mark>;
  return (
    <>
      <Mark tone="released">active</Mark> <span className="soft">ends {agoWords(endsMs, now)}</span>
    </>
  );
}
