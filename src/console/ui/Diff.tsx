import { diffLines, diffWordsWithSpace } from 'diff';
import classes from './Diff.module.css';
import { Scroll } from './Scroll.tsx';

export type DiffProps = { before: string; after: string; by?: 'words' | 'lines'; label?: string };

/** What changed between two texts; marked by sign and by colour, so that it reads without colour too. */
export function Diff({ before, after, by = 'words', label = 'What changed' }: DiffProps) {
  const parts = by === 'words' ? diffWordsWithSpace(before, after) : diffLines(before, after);
  return (
    <Scroll label={label} className={by === 'lines' ? classes.lines : classes.diff}>
      {parts.map((part, index) => {
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place.
        if (part.added) return <ins key={index}>{part.value}</ins>;
        // biome-ignore lint/suspicious/noArrayIndexKey: as above.
        if (part.removed) return <del key={index}>{part.value}</del>;
        // biome-ignore lint/suspicious/noArrayIndexKey: as above.
        return <span key={index}>{part.value}</span>;
      })}
    </Scroll>
  );
}
