import type { ReactNode } from 'react';
import classes from './Columns.module.css';

export type ColumnsProps = { first: ReactNode; second: ReactNode; secondIs?: 'equal' | 'narrow' };

/** Two stacks of panels beside each other; one below the other where that is too narrow. */
export function Columns({ first, second, secondIs = 'equal' }: ColumnsProps) {
  return (
    <div className={classes.columns} data-second={secondIs}>
      <div className={classes.column}>{first}</div>
      <div className={classes.column}>{second}</div>
    </div>
  );
}
