import type { ReactNode } from 'react';
import { KeyHint } from '../../../ui/KeyHint.tsx';
import classes from './KeyToggle.module.css';
import { type ReviewKeyName, reviewKeys } from './review-keys.ts';

export type KeyToggleProps = {
  name: ReviewKeyName;
  on: boolean;
  onToggle: () => void;
  pulsing: string | null;
  children: ReactNode;
};

/** A switch with its key printed on it. */
export function KeyToggle({ name, on, onToggle, pulsing, children }: KeyToggleProps) {
  return (
    <button
      type="button"
      className={classes.toggle}
      aria-pressed={on}
      aria-keyshortcuts={reviewKeys[name].shown}
      data-pulse={pulsing === name || undefined}
      title={reviewKeys[name].label}
      onClick={onToggle}
    >
      {children} <KeyHint>{reviewKeys[name].shown}</KeyHint>
    </button>
  );
}
