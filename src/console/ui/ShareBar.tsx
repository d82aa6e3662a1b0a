import classes from './ShareBar.module.css';

export type ShareBarProps = { share: number; tone: 'released' | 'neutral' };

/** A share of one as a bar, for the eye only: its number stands beside it. */
export function ShareBar({ share, tone }: ShareBarProps) {
  return (
    <span className={classes.track} aria-hidden="true">
      <span className={classes.fill} data-tone={tone} style={{ inlineSize: `${share * 100}%` }} />
    </span>
  );
}
