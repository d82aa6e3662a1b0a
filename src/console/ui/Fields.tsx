import type { ReactNode } from 'react';
import classes from './Fields.module.css';

/** Fields in a row that breaks where it has to; a long choice does not push the others away. */
export function Fields({ children }: { children: ReactNode }) {
  return <div className={classes.fields}>{children}</div>;
}
