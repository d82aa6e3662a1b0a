import classes from './CodeView.module.css';
import { CopyButton } from './CopyButton.tsx';
import { Scroll } from './Scroll.tsx';

export type CodeViewProps = { text: string; label: string; copy?: boolean };

/** Text as it is, in fixed width, with a button that copies it. */
export function CodeView({ text, label, copy = true }: CodeViewProps) {
  return (
    <div className={classes.frame}>
      <Scroll label={label} className={classes.code}>
        {text}
      </Scroll>
      {copy ? (
        <div className={classes.copy}>
          <CopyButton text={text} label={`Copy ${label}`} />
        </div>
      ) : null}
    </div>
  );
}
