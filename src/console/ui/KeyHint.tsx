import classes from './KeyHint.module.css';

/** A key as printed on a button; decoration, because `aria-keyshortcuts` says it to a screen reader. */
export function KeyHint({ children }: { children: string }) {
  return (
    <span className={classes.key} aria-hidden="true">
      {children}
    </span>
  );
}
