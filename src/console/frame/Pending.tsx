import { Loader } from '@mantine/core';
import classes from './Pending.module.css';

/** Shown when a page's data takes longer than a quarter of a second. */
export function Pending() {
  return (
    <div className={classes.pending} role="status">
      <Loader size="sm" />
      <span className="unseen">Loading</span>
    </div>
  );
}
