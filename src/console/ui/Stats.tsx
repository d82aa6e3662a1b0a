import type { ReactNode } from 'react';
import classes from './Stats.module.css';

/** Numbers side by side in even columns. */
export function Stats({ children }: { children: ReactNode }) {
  return <div className={classes.stats}>{children}</div>;
}
