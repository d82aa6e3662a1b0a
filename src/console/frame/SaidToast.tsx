import { Icon } from '../ui/Icon.tsx';
import { useSaid } from '../ui/say.ts';
import classes from './SaidToast.module.css';

/** What has just been done, for the eye and for screen readers. */
export function SaidToast() {
  const said = useSaid();
  return (
    <div role="status" className={classes.place}>
      {said ? (
        <p key={said.place} className={classes.said}>
          <Icon name="check" size={16} />
          {said.sentence}
        </p>
      ) : null}
    </div>
  );
}
