import { Breakable } from '../ui/Breakable.tsx';
import { ShareBar } from '../ui/ShareBar.tsx';
import { confidenceWords } from './ConfidenceBar.tsx';
import classes from './Probabilities.module.css';

export type ProbabilitiesProps = {
  probabilities: Readonly<Record<string, number>>;
  chosen: string | null;
  /** How many of the most probable classes are shown. */
  most?: number;
};

/** The classes the model found most probable; what is left over is named as such. */
export function Probabilities({ probabilities, chosen, most = 5 }: ProbabilitiesProps) {
  const sorted = Object.entries(probabilities).toSorted(([, a], [, b]) => b - a);
  const shown = sorted.slice(0, most);
  const rest = sorted.length - shown.length;
  return (
    <ul className={classes.list} aria-label="Most probable classes">
      {shown.map(([name, probability]) => (
        <li key={name} data-chosen={name === chosen || undefined}>
          <span className={classes.name}>
            <Breakable text={name} />
          </span>
          <span className={classes.number}>{confidenceWords(probability)}</span>
          <span className={classes.bar}>
            <ShareBar share={probability} tone={name === chosen ? 'released' : 'neutral'} />
          </span>
        </li>
      ))}
      {rest > 0 ? <li className={classes.rest}>and {rest} less probable</li> : null}
    </ul>
  );
}
