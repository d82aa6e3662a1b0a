import type { ReactNode } from 'react';
import { usePageTitle } from '../../ui/Page.tsx';
import classes from './EntryCard.module.css';

export type EntryCardProps = { title: string; lead?: ReactNode; children: ReactNode };

/** What a person without a session sees: one card, one task. */
export function EntryCard({ title, lead, children }: EntryCardProps) {
  usePageTitle(title);
  return (
    <main className={classes.place}>
      <div className={classes.card}>
        <p className={classes.brand}>
          <img src="/icon.svg" alt="" width={30} height={30} />
          Steerhouse
        </p>
        <h1 className={classes.title}>{title}</h1>
        {lead ? <p className={classes.lead}>{lead}</p> : null}
        {children}
      </div>
      <p className={classes.foot}>People at the wheel of AI decisions.</p>
    </main>
  );
}
