import type { ReactNode } from 'react';
import classes from './DataTable.module.css';
import { Scroll } from './Scroll.tsx';

export type TableColumn<Row> = {
  name: string;
  /** Leaves the heading to screen readers, for the last column, whose buttons explain themselves. */
  hideName?: boolean;
  numeric?: boolean;
  /** Dropped below 40 rem, where the row still makes sense without it. */
  wideOnly?: boolean;
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
            <tr key={rowKey(row)}>
              {columns.map((column) => (
                <td key={column.name} {...marks(column)}>
                  {column.show(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function marks(column: { hideName?: boolean; numeric?: boolean; wideOnly?: boolean }) {
  return {
    'data-action': column.hideName || undefined,
    'data-numeric': column.numeric || undefined,
    'data-wide-only': column.wideOnly || undefined,
  };
}
