import classes from './Countdown.module.css';
import { useNow } from './now.ts';
import { durationWords } from './words.ts';

export type CountdownProps = {
  until: string;
  /** What happens then, e.g. "Your claim ends in". */
  label: string;
  /** From how many seconds on it draws the eye. */
  urgentSeconds?: number;
  over?: string;
};

/** Time left, ticking; silent for screen readers until it becomes urgent. */
export function Countdown({ until, label, urgentSeconds = 30, over = 'over' }: CountdownProps) {
  const left = Math.ceil((Date.parse(until) - useNow()) / 1000);
  const urgent = left <= urgentSeconds;
  return (
    <span className={classes.countdown} data-urgent={urgent || undefined}>
      {label} <span className={classes.time}>{left > 0 ? durationWords(left) : over}</span>
    </span>
  );
}
