import { type ReactNode, useEffect } from 'react';
import { Breakable } from './Breakable.tsx';
import classes from './Page.module.css';

export type PageProps = {
  title: string;
  /** What the browser's tab says where it differs from the heading. */
  tabTitle?: string;
  lead?: ReactNode;
  actions?: ReactNode;
  /** `full` for pages that use all the width (review), `form` for one narrow column. */
  width?: 'normal' | 'full' | 'form';
  children: ReactNode;
};

/** The head of every page: its name in the tab, one level-one heading, its actions. */
export function Page({ title, tabTitle, lead, actions, width = 'normal', children }: PageProps) {
  usePageTitle(tabTitle ?? title);
  return (
    <div className={classes.page} data-width={width}>
      <header className={classes.head}>
        <div className={classes.words}>
          <h1 className={classes.title} id="page-title" tabIndex={-1}>
            <Breakable text={title} />
          </h1>
          {lead ? <div className={classes.lead}>{lead}</div> : null}
        </div>
        {actions ? <div className={classes.actions}>{actions}</div> : null}
      </header>
      {children}
    </div>
  );
}

/** Names the page in the browser's tab; for pages that draw their own head. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Steerhouse`;
  }, [title]);
}
