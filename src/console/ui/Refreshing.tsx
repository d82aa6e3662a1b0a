import type { ReactNode } from 'react';
import classes from './Refreshing.module.css';

/** Shows what was there before, fainter, until the new answer has come. */
export function Refreshing({ busy, children }: { busy: boolean; children: ReactNode }) {
  return (
    <div className={classes.area} data-busy={busy || undefined} aria-busy={busy}>
      {children}
    </div>
  );
}
