import { pairLines } from './pair-lines.ts';
import { Scroll } from './Scroll.tsx';
import classes from './SideBySide.module.css';

export type SideBySideProps = {
  before: string;
  after: string;
  beforeName: string;
  afterName: string;
  label: string;
};

/** Two texts next to each other, or where that is too narrow one below the other, line by line; what differs is marked by sign and by colour. */
export function SideBySide({ before, after, beforeName, afterName, label }: SideBySideProps) {
  const pairs = pairLines(before, after);
  return (
    <Scroll label={label} className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{beforeName}</th>
            <th scope="col">{afterName}</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map((pair, index) => {
            const same = pair.before === pair.after;
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place.
              <tr key={index} data-same={same || undefined}>
                <td data-side={same ? undefined : pair.before === null ? 'none' : 'before'}>
                  {same ? pair.before : pair.before === null ? null : <del>{pair.before}</del>}
                </td>
                <td data-side={same ? undefined : pair.after === null ? 'none' : 'after'}>
                  {same ? pair.after : pair.after === null ? null : <ins>{pair.after}</ins>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}
