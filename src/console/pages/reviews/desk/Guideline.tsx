import { Markdown } from '../../../ui/Markdown.tsx';
import { Scroll } from '../../../ui/Scroll.tsx';
import classes from './Guideline.module.css';

/** How to judge, as the use case's owner wrote it; opened and closed with G, and remembered. */
export function Guideline({ text }: { text: string }) {
  return (
    <Scroll label="Guideline" className={classes.guideline}>
      <h2 className={classes.title}>Guideline</h2>
      <Markdown text={text} />
    </Scroll>
  );
}
