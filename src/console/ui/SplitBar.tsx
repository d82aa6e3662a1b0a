import type { Tone } from './Mark.tsx';
import classes from './SplitBar.module.css';
import { countWords, percentWords } from './words.ts';

export type SplitPart = { name: string; count: number; tone: Tone };

/** How a whole splits into parts: one bar, and the same as a list with numbers. */
export function SplitBar({ label, parts }: { label: string; parts: readonly SplitPart[] }) {
  const total = parts.reduce((sum, part) => sum + part.count, 0);
  return (
    <div>
      <div className={classes.bar} aria-hidden="true">
        {parts.map((part) =>
          part.count > 0 ? (
            <span key={part.name} data-tone={part.tone} style={{ flexGrow: part.count }} />
          ) : null,
        )}
      </div>
      <dl className={classes.list} aria-label={label}>
        {parts.map((part) => (
          <div key={part.name} className={classes.row}>
            <dt>
              <i className={classes.swatch} data-tone={part.tone} />
              {part.name}
            </dt>
            <dd>
              {total > 0 ? percentWords(part.count / total) : '–'}
              <span className={classes.count}>{countWords(part.count)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
