import { type ReactNode, useId } from 'react';
import classes from './Panel.module.css';

export type PanelProps = {
  title?: ReactNode;
  hint?: ReactNode;
  actions?: ReactNode;
  /** Leaves the inside without padding, for tables that reach the edge. */
  flush?: boolean;
  className?: string | undefined;
  children: ReactNode;
};

/** A titled area of a page. */
export function Panel({ title, hint, actions, flush, className, children }: PanelProps) {
  const titleId = useId();
  return (
    <section
      className={`${classes.panel} ${className ?? ''}`}
      data-flush={flush || undefined}
      {...(title ? { 'aria-labelledby': titleId } : {})}
    >
      {title || actions ? (
        <header className={classes.head}>
          <div>
            <h2 className={classes.title} id={titleId}>
              {title}
            </h2>
            {hint ? <p className={classes.hint}>{hint}</p> : null}
          </div>
          {actions ? <div className={classes.actions}>{actions}</div> : null}
        </header>
      ) : null}
      <div className={classes.body}>{children}</div>
    </section>
  );
}
