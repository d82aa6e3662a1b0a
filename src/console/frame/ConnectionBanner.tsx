import { useConnectionLost } from '../live.ts';
import { Icon } from '../ui/Icon.tsx';
import classes from './ConnectionBanner.module.css';

/** Says that what is on screen may be old, while the server cannot be reached or live updates are cut off. */
export function ConnectionBanner() {
  const lost = useConnectionLost();
  return (
    <div role="status">
      {lost ? (
        <p className={classes.banner}>
          <Icon name="alert" size={16} />
          Connection lost. What you see may be old; reconnecting by itself.
        </p>
      ) : null}
    </div>
  );
}
