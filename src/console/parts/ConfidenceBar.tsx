import { ShareBar } from '../ui/ShareBar.tsx';
import classes from './ConfidenceBar.module.css';

export type ConfidenceBarProps = { confidence: number; label?: string; wide?: boolean };

/** How sure the model said it was, as a number with a bar. */
export function ConfidenceBar({ confidence, label = 'Confidence', wide }: ConfidenceBarProps) {
  return (
    <span className={classes.row} data-wide={wide || undefined}>
      <span className={classes.number}>
        <span className="unseen">{label} </span>
        {confidenceWords(confidence)}
      </span>
      <span className={classes.bar}>
        <ShareBar share={confidence} tone="released" />
      </span>
    </span>
  );
}

/** Two digits, but never a rounded-up 1 or a rounded-down 0: 0.9996 reads 0.999, 0.0004 reads <0.01. */
export function confidenceWords(confidence: number): string {
  if (confidence > 0 && confidence < 0.005) return '<0.01';
  if (confidence > 0.99 && confidence < 1) return (Math.floor(confidence * 1000) / 1000).toFixed(3);
  return confidence.toFixed(2);
}
