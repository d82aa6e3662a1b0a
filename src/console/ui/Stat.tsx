import type { ReactNode } from 'react';
import classes from './Stat.module.css';

export type StatProps = {
  value: ReactNode;
  unit?: string;
  /** One line under the number. */
  about?: ReactNode;
  size?: 'normal' | 'large';
};

/** One number that matters, with its unit and one line about it. */
export function Stat({ value, unit, about, size = 'normal' }: StatProps) {
  return (
    <div>
      <p className={classes.value} data-size={size}>
        <span className={classes.number}>{value}</span>
        {unit ? <span className={classes.unit}> {unit}</span> : null}
      </p>
      {about ? <p className={classes.about}>{about}</p> : null}
    </div>
  );
}
