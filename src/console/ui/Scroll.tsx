import type { ReactNode } from 'react';

export type ScrollProps = {
  label: string;
  className?: string | undefined;
  maxHeight?: string;
  children: ReactNode;
};

/** An area that scrolls inside itself: named, and reachable by keyboard (axe: scrollable-region-focusable). */
export function Scroll({ label, className, maxHeight, children }: ScrollProps) {
  const style = maxHeight ? { style: { maxHeight } } : {};
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it nobody could scroll by keyboard.
    <section className={className} aria-label={label} tabIndex={0} {...style}>
      {children}
    </section>
  );
}
