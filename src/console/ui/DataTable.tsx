import { Fragment, type ReactNode } from 'react';
import classes from './DataTable.module.css';
import { Scroll } from './Scroll.tsx';

export type TableColumn<Row> = {
  name: string;
  /** Leaves the heading to screen readers, for the last column, whose buttons explain themselves. */
  hideName?: boolean;
  numeric?: boolean;
  /** Dropped below 40 rem, where the row still makes sense without it. */
  wideOnly?: boolean;
  /** Below 40 rem it gets a line of its own under the row: words too long for a column and too good to drop. */
  below?: boolean;
  show: (row: Row) => ReactNode;
};

export type DataTableProps<Row> = {
  label: string;
  columns: readonly TableColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  dense?: boolean;
  /** Scrolls inside itself above this height. */
  maxHeight?: string;
};

/** Rows with named columns; scrolls sideways inside itself instead of making the page scroll. */
export function DataTable<Row>({ label, columns, rows, rowKey, dense, maxHeight }: DataTableProps<Row>) {
  return (
    <Scroll label={`Table: ${label}`} className={classes.scroll} {...(maxHeight ? { maxHeight } : {})}>
      <table className={classes.table} data-dense={dense || undefined}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col" {...marks(column)}>
                <span className={column.hideName ? 'unseen' : undefined}>{column.name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Fragment key={rowKey(row)}>
              <tr>
                {columns.map((column) => (
                  <td key={column.name} {...marks(column)}>
                    {column.show(row)}
                  </td>
                ))}
              </tr>
              <Below columns={columns} row={row} />
            </Fragment>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** Shown in place of the columns it repeats, never beside them. */
function Below<Row>({ columns, row }: { columns: readonly TableColumn<Row>[]; row: Row }) {
  const shown = columns.flatMap(({ below, name, show }) => {
    const words = below ? show(row) : null;
    return words === null || words === '' ? [] : [{ name, words }];
  });
  if (shown.length === 0) return null;
  return (
    <tr data-below>
      <td colSpan={columns.length}>
        {shown.map(({ name, words }) => (
          <div key={name}>
            <span className="unseen">{name}: </span>
            {words}
          </div>
        ))}
      </td>
    </tr>
  );
}

function marks(column: { hideName?: boolean; numeric?: boolean; wideOnly?: boolean; below?: boolean }) {
  return {
    'data-action': column.hideName || undefined,
    'data-numeric': column.numeric || undefined,
    'data-wide-only': column.wideOnly || column.below || undefined,
  };
}
