import { type ReactNode, useState } from 'react';
import classes from './WithTable.module.css';

export type WithTableProps = { chart: ReactNode; table: ReactNode; legend?: ReactNode };

/** A chart and the same numbers as a table, one click apart. */
export function WithTable({ chart, table, legend }: WithTableProps) {
  const [asTable, setAsTable] = useState(false);
  return (
    <div>
      <div className={classes.head}>
        <div>{legend}</div>
        <button
          type="button"
          className={classes.toggle}
          aria-expanded={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? 'Hide the table' : 'Show as table'}
        </button>
      </div>
      {chart}
      {asTable ? <div className={classes.table}>{table}</div> : null}
    </div>
  );
}
