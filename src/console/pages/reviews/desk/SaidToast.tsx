import { useEffect, useState } from 'react';
import type { DeskState } from './desk-state.ts';
import classes from './UndoToast.module.css';

/** Long enough to read a sentence. */
const shownMs = 6000;

/** The last thing that happened, where nothing else on screen says it. Screen readers hear it from the news. */
export function SaidToast({ said }: { said: NonNullable<DeskState['said']> }) {
  const [over, setOver] = useState<typeof said | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setOver(said), shownMs);
    return () => clearTimeout(timer);
  }, [said]);
  if (over === said) return null;
  return (
    <div className={classes.toast} data-trouble={said.trouble || undefined} aria-hidden="true">
      <span className={classes.sentence}>{said.sentence}</span>
    </div>
  );
}
