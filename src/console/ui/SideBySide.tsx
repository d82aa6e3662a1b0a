import { Fragment, useState } from 'react';
import { foldSame } from './fold-same.ts';
import { type LinePair, pairLines } from './pair-lines.ts';
import { Scroll } from './Scroll.tsx';
import classes from './SideBySide.module.css';

export type SideBySideProps = {
  before: string;
  after: string;
  beforeName: string;
  afterName: string;
  label: string;
};

/** Lines that stay around each change, so that one sees where it is. */
const around = 3;

/**
 * Two texts next to each other, or where that is too narrow one below the other, line by line; what differs is marked by
 * sign and by colour, and what is the same for long is left out until it is asked for.
 */
export function SideBySide({ before, after, beforeName, afterName, label }: SideBySideProps) {
  const [whole, setWhole] = useState(false);
  const pairs = pairLines(before, after);
  const folds = whole ? [{ kind: 'lines' as const, pairs }] : foldSame(pairs, around);
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
          {folds.map((fold, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place.
            <Fragment key={index}>
              {fold.kind === 'lines' ? (
                <Lines pairs={fold.pairs} />
              ) : (
                <tr data-same>
                  <td colSpan={2} className={classes.same}>
                    <button type="button" onClick={() => setWhole(true)}>
                      Show {fold.count} lines that are the same
                    </button>
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Lines({ pairs }: { pairs: readonly LinePair[] }) {
  return pairs.map((pair, index) => {
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
  });
}
