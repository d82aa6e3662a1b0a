import classes from './Interval.module.css';
import { roundTop } from './scale.ts';
import { percentWords } from './words.ts';

export type IntervalProps = {
  value: number | null;
  low: number | null;
  high: number | null;
  /** What was counted, e.g. "n = 12 audited". */
  counted: string;
};

/** A share with how sure we are of it: the band is the 95 % interval, the tick the share itself. */
export function Interval({ value, low, high, counted }: IntervalProps) {
  if (value === null || low === null || high === null) {
    return <p className={classes.words}>{counted}; no estimate yet.</p>;
  }
  const top = Math.min(1, Math.max(roundTop(high), 0.05));
  const place = (share: number) => `${(share / top) * 100}%`;
  return (
    <div>
      <div className={classes.track} aria-hidden="true">
        <span className={classes.band} style={{ insetInlineStart: place(low), width: place(high - low) }} />
        <span className={classes.tick} style={{ insetInlineStart: place(value) }} />
      </div>
      <div className={classes.ends} aria-hidden="true">
        <span>0 %</span>
        <span>{percentWords(top)}</span>
      </div>
      <p className={classes.words}>
        {counted}; 95 % interval {intervalWords(low, high)}
      </p>
    </div>
  );
}

/** `0–24 %`, kept on one line. */
export function intervalWords(low: number, high: number): string {
  return `${percentWords(low).replace('\u00a0%', '')}–\u2060${percentWords(high)}`;
}
