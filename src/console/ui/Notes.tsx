import type { ReactNode } from 'react';
import classes from './Notes.module.css';

/** What a reader has to know before trusting the numbers above; nothing is nothing. */
export function Notes({ notes }: { notes: readonly { key: string; words: ReactNode }[] }) {
  if (notes.length === 0) return null;
  return (
    <ul className={classes.notes}>
      {notes.map(({ key, words }) => (
        <li key={key}>{words}</li>
      ))}
    </ul>
  );
}
