import type { ReactNode } from 'react';
import classes from './Mark.module.css';

export type Tone = 'released' | 'waiting' | 'several' | 'changed' | 'refused' | 'neutral';

export type MarkProps = { tone?: Tone; shape?: 'state' | 'route'; title?: string; children: ReactNode };

/** A small word with a colour; the word says it all, the colour only helps. */
export function Mark({ tone = 'neutral', shape = 'state', title, children }: MarkProps) {
  return (
    <span className={classes.mark} data-tone={tone} data-shape={shape} title={title}>
      {children}
    </span>
  );
}
