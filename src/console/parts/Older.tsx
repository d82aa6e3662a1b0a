import { Button } from '@mantine/core';
import { useLocation } from '@tanstack/react-router';
import { searchText } from '../paths.ts';
import { PathLink } from './PathLink.tsx';

export type OlderProps = {
  /** Where the next page starts; null at the end. */
  next: string | null;
  /** Where this page started, if it is not the first. */
  place: string | undefined;
  newest?: string;
};

/** Steps through a keyset list: onwards, and back to its start. The browser's own "back" goes one page back. */
export function Older({ next, place, newest = 'Back to the start' }: OlderProps) {
  const location = useLocation();
  if (!next && !place) return null;
  const search = location.search as Record<string, string>; // what the route's own validateSearch left
  const to = (cursor: string | undefined) => location.pathname + searchText({ ...search, cursor });
  return (
    <nav aria-label="Pages" style={{ display: 'flex', gap: '0.5rem', justifyContent: 'flex-end' }}>
      {place ? (
        <Button component={PathLink} path={to(undefined)} variant="default" size="xs">
          {newest}
        </Button>
      ) : null}
      {next ? (
        <Button component={PathLink} path={to(next)} variant="default" size="xs">
          Older
        </Button>
      ) : null}
    </nav>
  );
}
