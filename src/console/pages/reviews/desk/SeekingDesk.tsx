import { Loader } from '@mantine/core';
import classes from './Desk.module.css';

/** Between two items, when the next one was not ready yet. */
export function SeekingDesk() {
  return (
    <div className={classes.seeking} role="status">
      <Loader size="sm" />
      <span>Fetching the next item …</span>
    </div>
  );
}
