import classes from './Legend.module.css';
import type { Tone } from './Mark.tsx';

/** Names the colours of a chart. */
export function Legend({ items }: { items: readonly { name: string; tone: Tone }[] }) {
  return (
    <ul className={classes.legend}>
      {items.map((item) => (
        <li key={item.name}>
          <i className={classes.swatch} data-tone={item.tone} />
          {item.name}
        </li>
      ))}
    </ul>
  );
}
